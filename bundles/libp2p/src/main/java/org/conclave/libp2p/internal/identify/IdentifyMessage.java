package org.conclave.libp2p.internal.identify;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.conclave.libp2p.PeerInfo;
import org.conclave.libp2p.crypto.PublicKey;
import org.conclave.libp2p.crypto.Signer;
import org.conclave.libp2p.internal.identify.wire.Identify;
import org.conclave.libp2p.internal.record.Addresses;
import org.conclave.libp2p.internal.record.PeerRecords;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.multiformats.Varint;

/** What travels in identify and identify push. */
final class IdentifyMessage {
  /** The most that a peer may send, all parts together. */
  static final int MAX_LENGTH = 64 * 1024;

  private static final String PROTOCOL_VERSION = "ipfs/0.1.0";
  private static final int MAX_PROTOCOLS = 1024;
  private static final int MAX_ADDRESSES = 256;
  private static final int MAX_NAME = 256;

  private IdentifyMessage() {}

  static byte[] encode(
      Signer signer,
      String agentVersion,
      Collection<String> protocols,
      List<Multiaddr> addresses,
      long sequence,
      Multiaddr observed) {
    return Identify.newBuilder()
        .setPublicKey(ByteString.copyFrom(signer.publicKey().toProtobuf()))
        .addAllListenAddrs(addresses.stream().map(a -> ByteString.copyFrom(a.toBytes())).toList())
        .addAllProtocols(protocols)
        .setObservedAddr(ByteString.copyFrom(observed.toBytes()))
        .setProtocolVersion(PROTOCOL_VERSION)
        .setAgentVersion(agentVersion)
        .setSignedPeerRecord(ByteString.copyFrom(PeerRecords.seal(signer, sequence, addresses)))
        .build()
        .toByteArray();
  }

  /**
   * Reads what a peer says of itself, which may come in several frames that are merged.
   *
   * @param before what it said earlier; fields that are absent now stay
   * @throws MultiformatException if it is malformed or speaks for another peer
   */
  static PeerInfo decode(byte[] frames, PeerId peer, Optional<PeerInfo> before) {
    Identify message = merge(frames);
    if (message.hasPublicKey()
        && !PublicKey.ofProtobuf(message.getPublicKey().toByteArray()).toPeerId().equals(peer)) {
      throw new MultiformatException("identify with the key of another peer");
    }
    if (message.getProtocolsCount() > MAX_PROTOCOLS
        || message.getListenAddrsCount() > MAX_ADDRESSES) {
      throw new MultiformatException("identify lists too much");
    }
    PeerInfo old =
        before.orElse(new PeerInfo("", "", Set.of(), List.of(), Optional.empty(), List.of()));
    return new PeerInfo(
        message.hasProtocolVersion() ? name(message.getProtocolVersion()) : old.protocolVersion(),
        message.hasAgentVersion() ? name(message.getAgentVersion()) : old.agentVersion(),
        message.getProtocolsCount() > 0
            ? message.getProtocolsList().stream()
                .filter(p -> p.length() <= MAX_NAME)
                .collect(Collectors.toUnmodifiableSet())
            : old.protocols(),
        message.getListenAddrsCount() > 0
            ? Addresses.known(message.getListenAddrsList())
            : old.listenAddresses(),
        message.hasObservedAddr()
            ? Addresses.known(List.of(message.getObservedAddr())).stream().findFirst()
            : old.observedAddress(),
        message.hasSignedPeerRecord()
            ? PeerRecords.open(message.getSignedPeerRecord().toByteArray(), peer)
            : old.signedAddresses());
  }

  private static Identify merge(byte[] frames) {
    Identify.Builder message = Identify.newBuilder();
    ByteBuffer in = ByteBuffer.wrap(frames);
    try {
      while (in.hasRemaining()) {
        long length = Varint.read(in);
        if (length > in.remaining()) {
          throw new MultiformatException("identify is cut off");
        }
        message.mergeFrom(frames, in.position(), (int) length);
        in.position(in.position() + (int) length);
      }
    } catch (InvalidProtocolBufferException | BufferUnderflowException e) {
      throw new MultiformatException("not an identify message", e);
    }
    return message.build();
  }

  /** Names are shown to people and written to logs, so they are kept short and printable. */
  private static String name(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "");
    return printable.length() <= MAX_NAME ? printable : printable.substring(0, MAX_NAME);
  }
}
