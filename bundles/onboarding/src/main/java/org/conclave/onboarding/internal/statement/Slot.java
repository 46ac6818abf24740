package org.conclave.onboarding.internal.statement;

import org.conclave.api.bytes.Bytes;

/** What a member can have only one of. */
public sealed interface Slot {
  /** The use of one token. */
  record Token(Bytes tokenHash) implements Slot {}

  /** A certificate at one place of the root key's chain. */
  record Certificate(long counter) implements Slot {}

  /** The device at one place of the member's order of devices. */
  record Device(DeviceOrder order) implements Slot {}
}
