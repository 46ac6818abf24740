package org.conclave.onboarding.internal.statement;

import org.conclave.api.bytes.Bytes;

/** What there should be only one of. */
public sealed interface Slot {
  /** The use of one token. */
  record Token(Bytes tokenHash) implements Slot {}

  /** A statement at one place of an administrator's chain. */
  record Chain(Bytes signer, long counter) implements Slot {}

  /** A statement at one place of the recovery key's chain. */
  record Succession(long counter) implements Slot {}

  /** The device at one place of the member's order of devices. */
  record Device(DeviceOrder order) implements Slot {}
}
