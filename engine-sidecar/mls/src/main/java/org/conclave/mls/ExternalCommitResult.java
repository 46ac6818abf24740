package org.conclave.mls;

/** What came of making an external commit. */
public sealed interface ExternalCommitResult permits ExternalCommitCreated, Rejected {}
