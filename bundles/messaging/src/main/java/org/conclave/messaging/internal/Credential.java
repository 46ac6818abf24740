package org.conclave.messaging.internal;

import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;

/** What an MLS leaf's basic credential says: whose it is, and by which DeviceRecord. */
record Credential(UserId user, Bytes recordHash) {
  private static final int HASH_SIZE = 32;
  private static final int SIZE = UserId.SIZE + HASH_SIZE;

  /** Empty if {@code identity} is not user_id ‖ SHA-256(DeviceRecord). */
  static Optional<Credential> parse(Bytes identity) {
    if (identity.size() != SIZE) {
      return Optional.empty();
    }
    return Optional.of(
        new Credential(
            new UserId(identity.slice(0, UserId.SIZE)), identity.slice(UserId.SIZE, SIZE)));
  }
}
