package org.conclave.onboarding.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.OrganisationId;
import org.conclave.onboarding.internal.ledger.LedgerKeeper;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.conclave.proto.wire.v1.AdmissionFrame;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;

/**
 * What a peer presents: a right to be a member, and the record of the device that presents it. Both
 * are verified, belong to one account, and name the device that the secure channel authenticated.
 * Whether they still count is for the ledger to say.
 */
record Presented(VerifiedGrant grant, VerifiedRecord record) {
  static final int VERSION = 1;
  static final int MAX_FRAME = 64 * 1024;

  static Presented read(
      DeviceId authenticated, Bytes frame, OrganisationId organisation, LedgerKeeper keeper)
      throws RefusedException {
    AdmissionFrame parsed = parse(frame);
    if (parsed.getVersion() != VERSION) {
      throw new RefusedException("the frame's version is " + parsed.getVersion());
    }
    if (!Octets.of(parsed.getOrgId()).equals(organisation.value())) {
      throw new RefusedException("it belongs to another organisation");
    }
    try {
      if (!(entry(grant(parsed), keeper) instanceof VerifiedGrant grant)) {
        throw new RefusedException("it presents no grant of membership");
      }
      if (!(entry(UnverifiedEntry.of(parsed.getDeviceRecord()), keeper)
          instanceof VerifiedRecord record)) {
        throw new RefusedException("it presents no device record");
      }
      return new Presented(grant, record).of(authenticated);
    } catch (InvalidStatementException invalid) {
      throw new RefusedException(String.valueOf(invalid.getMessage()));
    }
  }

  List<VerifiedEntry> entries() {
    return List.of(grant, record);
  }

  private Presented of(DeviceId authenticated) throws RefusedException {
    if (!record.device().equals(authenticated)) {
      throw new RefusedException("the record names another device than the connection");
    }
    if (!record.account().equals(grant.account())) {
      throw new RefusedException("grant and record belong to different accounts");
    }
    if (record.isFirst() && !grant.claimed().map(record::hasKeysOf).orElse(true)) {
      throw new RefusedException("the record has other keys than the claim");
    }
    return this;
  }

  private static UnverifiedEntry grant(AdmissionFrame frame)
      throws InvalidStatementException, RefusedException {
    return switch (frame.getMembershipCase()) {
      case CERTIFICATE -> UnverifiedEntry.of(frame.getCertificate());
      case REDEMPTION -> UnverifiedEntry.of(frame.getRedemption());
      case RESTORE -> throw new RefusedException("this version cannot help it to restore");
      case MEMBERSHIP_NOT_SET -> throw new RefusedException("it presents no membership");
    };
  }

  /** What the ledger holds was verified when it came, which makes a reconnection cheap. */
  private static VerifiedEntry entry(UnverifiedEntry unverified, LedgerKeeper keeper)
      throws InvalidStatementException, RefusedException {
    VerifiedEntry known = keeper.ledger().find(unverified.hash()).orElse(null);
    if (known != null) {
      return known;
    }
    try {
      return keeper.reader().verify(unverified);
    } catch (InvalidStatementException invalid) {
      boolean boundToAnother =
          unverified.entry().hasRedemption() && invalid.fault() == Fault.WRONG_ACCOUNT;
      if (boundToAnother) {
        throw new RefusedException(
            Verdict.WRONG_PERSON, "the invitation is bound to another account");
      }
      throw invalid;
    }
  }

  private static AdmissionFrame parse(Bytes frame) throws RefusedException {
    if (frame.size() > MAX_FRAME) {
      throw new RefusedException("the frame is too large");
    }
    try {
      return AdmissionFrame.parseFrom(frame.asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw new RefusedException("the frame cannot be parsed");
    }
  }
}
