package org.conclave.libp2p.internal.pubsub;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.conclave.libp2p.internal.pubsub.wire.Rpc;
import org.conclave.libp2p.internal.pubsub.wire.SignedMessage;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.MessageId;
import org.conclave.libp2p.pubsub.MessageIdFunction;
import org.conclave.libp2p.pubsub.Topic;

/** Reads what peers send. Throws {@link MalformedRpcException} and nothing else. */
final class RpcReader {
  /** Parts of a frame, nested ones included: a frame of empty parts would grow many times over. */
  private static final int MAX_PARTS = 16_384;

  private static final int PUBLISH = 2;
  private static final int CONTROL = 3;
  private static final int SEQNO_BYTES = 8;
  private static final int SIGNATURE_BYTES = 64;

  private final MessageIdFunction ids;

  RpcReader(MessageIdFunction ids) {
    this.ids = ids;
  }

  Rpc read(byte[] frame) throws MalformedRpcException {
    try {
      if (countParts(frame) > MAX_PARTS) {
        throw new MalformedRpcException("too many parts");
      }
      return Rpc.parseFrom(frame);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedRpcException("no protobuf: " + e.getMessage());
    } catch (IOException e) {
      throw new MalformedRpcException("unreadable: " + e.getMessage());
    }
  }

  private static int countParts(byte[] frame) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(frame);
    int parts = 0;
    for (int tag = in.readTag(); tag != 0 && parts <= MAX_PARTS; tag = in.readTag()) {
      parts++;
      boolean nested = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      int field = WireFormat.getTagFieldNumber(tag);
      if (nested && (field == CONTROL || field == PUBLISH)) {
        // Walks into control and its entries; of a message only the top fields.
        parts += countFields(in, field == CONTROL ? 2 : 1, MAX_PARTS - parts);
      } else {
        in.skipField(tag);
      }
    }
    return parts;
  }

  private static int countFields(CodedInputStream in, int depth, int most) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    int parts = 0;
    for (int tag = in.readTag(); tag != 0 && parts <= most; tag = in.readTag()) {
      parts++;
      if (depth > 1 && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        parts += countFields(in, depth - 1, most - parts);
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(outer);
    return parts;
  }

  UnverifiedMessage message(SignedMessage wire) throws MalformedRpcException {
    if (wire.getSeqno().size() != SEQNO_BYTES) {
      throw new MalformedRpcException("a seqno of " + wire.getSeqno().size() + " bytes");
    }
    if (wire.getSignature().size() != SIGNATURE_BYTES) {
      throw new MalformedRpcException("a signature of " + wire.getSignature().size() + " bytes");
    }
    PeerId author = author(wire.getFrom());
    Topic topic = topic(wire.getTopic());
    long seqno = wire.getSeqno().asReadOnlyByteBuffer().getLong();
    return new UnverifiedMessage(idOf(author, seqno, topic, wire), topic, author, seqno, wire);
  }

  /** The function is the application's: what it cannot name is as good as malformed. */
  private MessageId idOf(PeerId author, long seqno, Topic topic, SignedMessage wire)
      throws MalformedRpcException {
    try {
      return ids.idOf(author, seqno, topic, wire.getData().toByteArray());
    } catch (RuntimeException e) {
      throw new MalformedRpcException("a message that gets no id: " + e);
    }
  }

  private static PeerId author(ByteString from) throws MalformedRpcException {
    try {
      return PeerId.ofBytes(from.toByteArray());
    } catch (MultiformatException e) {
      throw new MalformedRpcException("an author that is no peer id");
    }
  }

  static Topic topic(ByteString name) throws MalformedRpcException {
    if (name.isEmpty() || name.size() > Topic.MAX_BYTES || !name.isValidUtf8()) {
      throw new MalformedRpcException("a topic of " + name.size() + " bytes");
    }
    return new Topic(name.toStringUtf8());
  }

  static List<MessageId> ids(List<ByteString> wire) throws MalformedRpcException {
    List<MessageId> ids = new ArrayList<>(wire.size());
    for (ByteString id : wire) {
      if (id.isEmpty() || id.size() > MessageId.MAX_BYTES) {
        throw new MalformedRpcException("a message id of " + id.size() + " bytes");
      }
      ids.add(MessageId.of(id.toByteArray()));
    }
    return ids;
  }
}
