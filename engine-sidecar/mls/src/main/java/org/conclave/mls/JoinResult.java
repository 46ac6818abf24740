package org.conclave.mls;

/** What came of a Welcome. */
public sealed interface JoinResult permits Joined, NeedPredecessor, Rejected {}
