package org.conclave.api.organisation;

import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides who may be connected. Where this service is absent nobody is: networking closes every
 * connection when it goes. Thread-safe; {@link #judge} may block on disk, the others never do.
 */
@ProviderType
public interface AdmissionAuthority {
  /** What this device presents: exact bytes of conclave.wire.v1.AdmissionFrame. */
  Bytes admissionFrame();

  /**
   * Judges what a peer presented. A valid redemption or device record that was not known is
   * committed to the ledger before this returns.
   *
   * @param authenticated the device that the secure channel authenticated
   * @param frame as received, not trusted, at most 64 KiB
   */
  Admission judge(DeviceId authenticated, Bytes frame);

  /**
   * The member whose active device this is, if it may be connected now. Asked again for every
   * connection when the ledger changes.
   */
  Optional<Member> admitted(DeviceId device);

  /**
   * A refusal that a peer told this device, as its AdmissionVerdict says: its proofs are verified
   * and acted on, it is recorded, and shown to the person. May block on disk.
   */
  void refusedBy(DeviceId peer, Admission.Refused refusal);
}
