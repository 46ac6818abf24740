package org.conclave.api.storage;

/** How the profile on disk is. */
public enum ProfileStatus {
  ABSENT,
  LOCKED,
  UNLOCKED,
  /** It cannot be opened; {@link ProfileAccess#unlock} says why. */
  DAMAGED
}
