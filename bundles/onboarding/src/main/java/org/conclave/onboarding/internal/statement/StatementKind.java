package org.conclave.onboarding.internal.statement;

import com.google.protobuf.MessageLite;
import java.util.ArrayList;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.Signature;
import org.conclave.proto.org.v1.Signed;
import org.conclave.proto.org.v1.StatementType;

/** The statements of this version: how each is signed, and how large its payload may be. */
public enum StatementKind {
  TOKEN(StatementType.INVITATION_TOKEN, "InvitationToken", 8 * 1024),
  CLAIM(StatementType.JOIN_CLAIM, "JoinClaim", 1024),
  RECORD(StatementType.DEVICE_RECORD, "DeviceRecord", 1024),
  CERTIFICATE(StatementType.MEMBERSHIP_CERTIFICATE, "MembershipCertificate", 5 * 1024),
  DELEGATION(StatementType.DELEGATION, "Delegation", 4 * 1024),
  REVOCATION(StatementType.REVOCATION, "Revocation", 5 * 1024),
  SUCCESSION(StatementType.ROOT_SUCCESSION, "RootSuccession", 1024),
  POLICY(StatementType.SITE_POLICY, "SitePolicy", 12 * 1024),
  BEACON(StatementType.LEDGER_BEACON, "LedgerBeacon", 5 * 1024),
  APPROVAL(StatementType.DEVICE_APPROVAL, "DeviceApproval", 5 * 1024),
  RESTORE(StatementType.RESTORE_REQUEST, "RestoreRequest", 1024);

  private static final int MAX_SIGNATURES = 3;

  private final StatementType type;
  private final Bytes domain;
  private final int maxPayload;

  StatementKind(StatementType type, String name, int maxPayload) {
    this.type = type;
    this.domain = Bytes.utf8("conclave/org/v1/" + name + '\0');
    this.maxPayload = maxPayload;
  }

  /** Signs {@code content} with each of {@code keys}, in that order. */
  public Signed sign(MessageLite content, SigningKey... keys) {
    Bytes payload = Octets.of(content.toByteString());
    Signed.Builder signed = Signed.newBuilder().setType(type).setPayload(Octets.toProto(payload));
    for (SigningKey key : keys) {
      signed.addSignatures(
          Signature.newBuilder()
              .setPublicKey(Octets.toProto(key.publicKey()))
              .setSignature(Octets.toProto(key.sign(domain.concat(payload)))));
    }
    return signed.build();
  }

  /** Checks type and bounds; no signature yet. */
  Bytes payload(Signed signed) throws InvalidStatementException {
    if (signed.getType() != type) {
      throw new InvalidStatementException(Fault.MALFORMED, "it is not of type " + type);
    }
    int size = signed.getPayload().size();
    Fields.require(size > 0 && size <= maxPayload, "the payload has " + size + " bytes");
    return Octets.of(signed.getPayload());
  }

  /**
   * Checks that exactly {@code signers} signed, in that order.
   *
   * @throws InvalidStatementException SIGNER if a right signature is by a wrong key, else SIGNATURE
   */
  void verify(Signed signed, Trust trust, Bytes... signers) throws InvalidStatementException {
    if (signed.getSignaturesCount() > MAX_SIGNATURES
        || signed.getSignaturesCount() != signers.length) {
      throw new InvalidStatementException(Fault.SIGNATURE, "wrong number of signatures");
    }
    Bytes message = domain.concat(Octets.of(signed.getPayload()));
    List<Bytes> keys = new ArrayList<>();
    for (Signature signature : signed.getSignaturesList()) {
      Bytes key = Octets.of(signature.getPublicKey());
      if (!trust.isSignature(key, message, Octets.of(signature.getSignature()))) {
        throw new InvalidStatementException(Fault.SIGNATURE, "a signature does not hold");
      }
      keys.add(key);
    }
    if (!keys.equals(List.of(signers))) {
      throw new InvalidStatementException(Fault.SIGNER, "it is signed by another key");
    }
  }
}
