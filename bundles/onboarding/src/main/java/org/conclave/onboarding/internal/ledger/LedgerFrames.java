package org.conclave.onboarding.internal.ledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.Sha256;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.proto.wire.v1.LedgerEntry;
import org.conclave.proto.wire.v1.LedgerRequest;
import org.conclave.proto.wire.v1.LedgerResponse;
import org.conclave.proto.wire.v1.RangeDigest;

/** Bounds of the frames of {@code /conclave/ledger/1.0.0}, for both sides. */
final class LedgerFrames {
  static final String PROTOCOL = "/conclave/ledger/1.0.0";
  static final int MAX_FRAME = 1024 * 1024;

  /** Hashes of one range: 34 bytes each on the wire. */
  static final int MAX_HASHES = 8192;

  /** A range of so few hashes is not divided any further. */
  static final int LISTED = 64;

  /** Into how many parts a range is divided. */
  static final int PARTS = 16;

  /** Bytes of entries in one frame, which leaves room for the hashes beside them. */
  static final int MAX_ENTRY_BYTES = 512 * 1024;

  static final int MAX_ENTRIES = 4096;

  private LedgerFrames() {}

  static LedgerRequest request(Bytes frame) throws InvalidStatementException {
    try {
      return LedgerRequest.parseFrom(bounded(frame).asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw InvalidStatementException.malformed("the ledger request cannot be parsed");
    }
  }

  static LedgerResponse response(Bytes frame) throws InvalidStatementException {
    try {
      return LedgerResponse.parseFrom(bounded(frame).asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw InvalidStatementException.malformed("the ledger response cannot be parsed");
    }
  }

  static List<UnverifiedEntry> entries(List<LedgerEntry> frames) throws InvalidStatementException {
    if (frames.size() > MAX_ENTRIES) {
      throw InvalidStatementException.malformed("too many entries");
    }
    List<UnverifiedEntry> entries = new ArrayList<>(frames.size());
    for (LedgerEntry frame : frames) {
      entries.add(UnverifiedEntry.of(frame));
    }
    return entries;
  }

  static List<Bytes> hashes(List<ByteString> fields) throws InvalidStatementException {
    if (fields.size() > MAX_HASHES) {
      throw InvalidStatementException.malformed("too many hashes");
    }
    List<Bytes> hashes = new ArrayList<>(fields.size());
    for (ByteString field : fields) {
      hashes.add(hash(field));
    }
    return hashes;
  }

  static List<RangeDigest> ranges(LedgerResponse response) throws InvalidStatementException {
    if (response.getRangesCount() > PARTS) {
      throw InvalidStatementException.malformed("too many ranges");
    }
    return response.getRangesList();
  }

  static Bytes hash(ByteString field) throws InvalidStatementException {
    if (field.size() != Sha256.SIZE) {
      throw InvalidStatementException.malformed("a hash has " + field.size() + " bytes");
    }
    return Octets.of(field);
  }

  private static Bytes bounded(Bytes frame) throws InvalidStatementException {
    if (frame.size() > MAX_FRAME) {
      throw InvalidStatementException.malformed("the frame is too large");
    }
    return frame;
  }
}
