package org.conclave.onboarding.internal.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.UserId;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.RestoreRequest;
import org.conclave.proto.org.v1.Signed;

/**
 * A RestoreRequest that the account signed.
 *
 * @param device that it was made for, and that nobody else can use it with
 */
public record VerifiedRestoreRequest(UserId user, DeviceId device) {
  public static VerifiedRestoreRequest read(Signed signed, OrganisationKeys keys, Trust trust)
      throws InvalidStatementException {
    RestoreRequest request = parse(StatementKind.RESTORE.payload(signed));
    Fields.organisation(request.getOrgId(), keys);
    Bytes account = Fields.signingKey(request.getAccountPublicKey(), trust, "the account key");
    Bytes device = Fields.signingKey(request.getDevicePublicKey(), trust, "the device key");
    StatementKind.RESTORE.verify(signed, trust, account);
    return new VerifiedRestoreRequest(Accounts.user(account), DeviceId.ofPublicKey(device));
  }

  private static RestoreRequest parse(Bytes payload) throws InvalidStatementException {
    try {
      return RestoreRequest.parseFrom(payload.asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw new InvalidStatementException(Fault.MALFORMED, "the request cannot be parsed");
    }
  }
}
