package org.conclave.onboarding.internal;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.organisation.OwnStanding.Locked.Reason;

/** How far this profile is on its way into its organisation, or out of it. */
sealed interface Phase {
  /** An open invitation's claim waits for a certificate. */
  record Waiting() implements Phase {}

  /** The account is here, and the newest device record of it is not known for certain. */
  record Restoring() implements Phase {}

  /** It has a record of its own; the ledger says whether it is in force. */
  record TakingPart() implements Phase {}

  /** The keys of this device are destroyed. */
  record Locked(Reason reason, Optional<DeviceId> by, Instant since) implements Phase {}

  /** One byte that names the phase, and what belongs to it. */
  default Bytes encode() {
    if (this instanceof Locked locked) {
      ByteBuffer head = ByteBuffer.allocate(10);
      head.put((byte) 3).put((byte) locked.reason().ordinal());
      head.putLong(locked.since().getEpochSecond());
      return Bytes.wrap(head.array()).concat(locked.by().map(DeviceId::value).orElse(Bytes.EMPTY));
    }
    int kind = this instanceof Waiting ? 0 : this instanceof Restoring ? 1 : 2;
    return Bytes.wrap(new byte[] {(byte) kind});
  }

  static Phase decode(Bytes bytes) {
    return switch (bytes.byteAt(0)) {
      case 0 -> new Waiting();
      case 1 -> new Restoring();
      case 2 -> new TakingPart();
      default -> {
        ByteBuffer rest = bytes.asByteBuffer();
        rest.get();
        Reason reason = Reason.values()[rest.get()];
        Instant since = Instant.ofEpochSecond(rest.getLong());
        Bytes by = bytes.slice(10, bytes.size());
        yield new Locked(
            reason, by.isEmpty() ? Optional.empty() : Optional.of(new DeviceId(by)), since);
      }
    };
  }
}
