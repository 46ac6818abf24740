package org.conclave.api.organisation;

/** What the ledger says of a member's device. */
public enum DeviceState {
  /** There is one, and it may take part. */
  ACTIVE,
  /** None is known yet, or the last one was revoked. */
  AWAITED,
  /** Two devices claim one place: neither may take part until an administrator decides. */
  CONFLICT
}
