package org.conclave.mls;

/** What came of protecting application data. */
public sealed interface ProtectResult permits ProtectedMessage, NeedRows, Rejected {}
