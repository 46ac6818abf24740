package org.conclave.mls;

/** What the sender data of a private message says. */
public sealed interface PeekResult permits PeekedSender, Rejected {}
