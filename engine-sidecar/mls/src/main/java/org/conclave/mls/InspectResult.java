package org.conclave.mls;

/** What came of inspecting a key package. */
public sealed interface InspectResult permits KeyPackageSummary, Rejected {}
