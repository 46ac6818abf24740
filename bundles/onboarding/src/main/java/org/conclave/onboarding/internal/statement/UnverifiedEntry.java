package org.conclave.onboarding.internal.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.Signature;
import org.conclave.proto.org.v1.Signed;
import org.conclave.proto.wire.v1.LedgerEntry;
import org.conclave.proto.wire.v1.Redemption;

/**
 * An entry of the ledger as it came, in its one canonical form: fields in order and nothing unknown
 * around the signed payloads, which are kept byte for byte. Otherwise one statement could be
 * wrapped in any number of ways, and each wrapping would be another entry.
 *
 * @param hash SHA-256 of {@code bytes}, the entry's name
 */
public record UnverifiedEntry(LedgerEntry entry, Bytes bytes, Bytes hash) {
  public static final int MAX_SIZE = 16 * 1024;
  private static final int MAX_SIGNATURES = 3;

  public static UnverifiedEntry parse(Bytes bytes) throws InvalidStatementException {
    Fields.require(bytes.size() <= MAX_SIZE, "the entry is too large");
    try {
      return of(LedgerEntry.parseFrom(bytes.asByteBuffer()));
    } catch (InvalidProtocolBufferException broken) {
      throw new InvalidStatementException(Fault.MALFORMED, "the entry cannot be parsed");
    }
  }

  public static UnverifiedEntry of(LedgerEntry entry) throws InvalidStatementException {
    Fields.require(entry.getSerializedSize() <= MAX_SIZE, "the entry is too large");
    return switch (entry.getEntryCase()) {
      case STATEMENT -> of(entry.getStatement());
      case REDEMPTION -> of(entry.getRedemption());
      case ENTRY_NOT_SET -> throw new InvalidStatementException(Fault.MALFORMED, "it is empty");
    };
  }

  public static UnverifiedEntry of(Signed statement) throws InvalidStatementException {
    return canonical(LedgerEntry.newBuilder().setStatement(bare(statement)).build());
  }

  public static UnverifiedEntry of(Redemption redemption) throws InvalidStatementException {
    return canonical(
        LedgerEntry.newBuilder()
            .setRedemption(
                Redemption.newBuilder()
                    .setToken(bare(redemption.getToken()))
                    .setClaim(bare(redemption.getClaim())))
            .build());
  }

  private static UnverifiedEntry canonical(LedgerEntry entry) throws InvalidStatementException {
    Fields.require(entry.getSerializedSize() <= MAX_SIZE, "the entry is too large");
    Bytes bytes = Bytes.wrap(entry.toByteArray());
    return new UnverifiedEntry(entry, bytes, Sha256.of(bytes));
  }

  private static Signed bare(Signed signed) throws InvalidStatementException {
    Fields.require(signed.getSignaturesCount() <= MAX_SIGNATURES, "too many signatures");
    Signed.Builder bare =
        Signed.newBuilder().setTypeValue(signed.getTypeValue()).setPayload(signed.getPayload());
    for (Signature signature : signed.getSignaturesList()) {
      bare.addSignatures(
          Signature.newBuilder()
              .setPublicKey(signature.getPublicKey())
              .setSignature(signature.getSignature()));
    }
    return bare.build();
  }
}
