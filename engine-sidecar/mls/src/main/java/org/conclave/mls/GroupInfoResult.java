package org.conclave.mls;

/** What came of exporting a GroupInfo. */
public sealed interface GroupInfoResult permits GroupInfoExported, Rejected {}
