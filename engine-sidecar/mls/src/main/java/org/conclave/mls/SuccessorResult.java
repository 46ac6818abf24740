package org.conclave.mls;

/** What came of setting up a group that continues another. */
public sealed interface SuccessorResult permits SuccessorCreated, Rejected {}
