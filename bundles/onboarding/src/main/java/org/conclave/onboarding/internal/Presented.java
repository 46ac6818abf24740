package org.conclave.onboarding.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.onboarding.internal.ledger.LedgerKeeper;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.OpenClaim;
import org.conclave.onboarding.internal.statement.OrganisationKeys;
import org.conclave.onboarding.internal.statement.Trust;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.conclave.onboarding.internal.statement.VerifiedRestoreRequest;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.proto.wire.v1.AdmissionFrame;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;

/**
 * What a peer presents, verified as far as it says something by itself: it belongs to one account
 * and names the device that the secure channel authenticated. Whether it still counts is for the
 * ledger to say.
 */
sealed interface Presented {
  int VERSION = 1;
  int MAX_FRAME = 64 * 1024;

  /** A right to be a member, and the record of the device that presents it. */
  record Membership(VerifiedGrant grant, VerifiedRecord record) implements Presented {
    List<VerifiedEntry> entries() {
      return List.of(grant, record);
    }
  }

  /** A wish to become a member by an open invitation. */
  record Claim(OpenClaim claim, VerifiedRecord record) implements Presented {}

  /** A wish to know the newest record of one's own account. */
  record Restore(VerifiedRestoreRequest request) implements Presented {}

  static Presented read(DeviceId authenticated, Bytes frame, LedgerKeeper keeper)
      throws RefusedException {
    AdmissionFrame parsed = parse(frame);
    OrganisationKeys keys = keeper.reader().keys();
    if (parsed.getVersion() != VERSION) {
      throw new RefusedException("the frame's version is " + parsed.getVersion());
    }
    if (!Octets.of(parsed.getOrgId()).equals(keys.id().value())) {
      throw new RefusedException("it belongs to another organisation");
    }
    try {
      if (parsed.hasRestore()) {
        return restore(authenticated, parsed, keys);
      }
      Optional<OpenClaim> claim = claim(parsed, keeper);
      return claim.isPresent()
          ? wish(claim.get(), record(authenticated, parsed, keeper))
          : membership(entry(grant(parsed), keeper), record(authenticated, parsed, keeper));
    } catch (InvalidStatementException invalid) {
      throw new RefusedException(String.valueOf(invalid.getMessage()));
    }
  }

  private static VerifiedRecord record(
      DeviceId authenticated, AdmissionFrame frame, LedgerKeeper keeper)
      throws InvalidStatementException, RefusedException {
    if (!(entry(UnverifiedEntry.of(frame.getDeviceRecord()), keeper)
        instanceof VerifiedRecord record)) {
      throw new RefusedException("it presents no device record");
    }
    if (!record.device().equals(authenticated)) {
      throw new RefusedException("the record names another device than the connection");
    }
    return record;
  }

  private static Restore restore(
      DeviceId authenticated, AdmissionFrame frame, OrganisationKeys keys)
      throws InvalidStatementException, RefusedException {
    VerifiedRestoreRequest request =
        VerifiedRestoreRequest.read(frame.getRestore(), keys, Trust.NONE);
    if (!request.device().equals(authenticated)) {
      throw new RefusedException("the request names another device than the connection");
    }
    return new Restore(request);
  }

  private static Membership membership(VerifiedEntry entry, VerifiedRecord record)
      throws RefusedException {
    if (!(entry instanceof VerifiedGrant grant)) {
      throw new RefusedException("it presents no grant of membership");
    }
    if (!record.account().equals(grant.account())) {
      throw new RefusedException("grant and record belong to different accounts");
    }
    if (record.isFirst() && !grant.claimed().map(record::hasKeysOf).orElse(true)) {
      throw new RefusedException("the record has other keys than the claim");
    }
    return new Membership(grant, record);
  }

  private static Claim wish(OpenClaim claim, VerifiedRecord record) throws RefusedException {
    if (!record.isFirst()
        || !record.account().equals(claim.claim().account())
        || !record.hasKeysOf(claim.claim())) {
      throw new RefusedException("the record is not of the device that the claim names");
    }
    return new Claim(claim, record);
  }

  /** Empty where it presents no open invitation. */
  private static Optional<OpenClaim> claim(AdmissionFrame frame, LedgerKeeper keeper)
      throws InvalidStatementException {
    boolean known =
        !frame.hasRedemption()
            || keeper.ledger().holds(UnverifiedEntry.of(frame.getRedemption()).hash());
    if (known || !VerifiedToken.read(frame.getRedemption().getToken(), Trust.NONE).isOpen()) {
      return Optional.empty();
    }
    return Optional.of(OpenClaim.read(frame.getRedemption(), keeper.reader().keys(), Trust.NONE));
  }

  private static UnverifiedEntry grant(AdmissionFrame frame)
      throws InvalidStatementException, RefusedException {
    return switch (frame.getMembershipCase()) {
      case CERTIFICATE -> UnverifiedEntry.of(frame.getCertificate());
      case REDEMPTION -> UnverifiedEntry.of(frame.getRedemption());
      case RESTORE, MEMBERSHIP_NOT_SET -> throw new RefusedException("it presents no membership");
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
