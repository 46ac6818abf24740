package org.conclave.mls;

/** What came of making a commit. */
public sealed interface CommitResult permits CommitCreated, NeedRows, Rejected {}
