package org.conclave.libp2p.internal.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.conclave.libp2p.crypto.Signer;
import org.conclave.libp2p.internal.record.wire.PeerRecord;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.conclave.libp2p.multiformats.PeerId;

/** The addresses of a peer under its signature (RFC 0003). */
public final class PeerRecords {
  private static final String DOMAIN = "libp2p-peer-record";
  private static final byte[] TYPE = {0x03, 0x01};
  private static final int MAX_ADDRESSES = 256;

  private PeerRecords() {}

  /**
   * Signs a record.
   *
   * @param sequence grows with every record of the peer
   */
  public static byte[] seal(Signer signer, long sequence, List<Multiaddr> addresses) {
    PeerRecord.Builder record =
        PeerRecord.newBuilder()
            .setPeerId(ByteString.copyFrom(signer.publicKey().toPeerId().toBytes()))
            .setSeq(sequence);
    for (Multiaddr address : addresses) {
      record.addAddresses(
          PeerRecord.AddressInfo.newBuilder().setMultiaddr(ByteString.copyFrom(address.toBytes())));
    }
    return SignedEnvelope.seal(signer, DOMAIN, TYPE, record.build().toByteArray());
  }

  /**
   * The addresses in a record that {@code peer} signed for itself. Those of kinds that are not
   * known here are left out.
   *
   * @throws MultiformatException if it is no such record
   */
  public static List<Multiaddr> open(byte[] envelope, PeerId peer) {
    SignedEnvelope opened = SignedEnvelope.open(envelope, DOMAIN, TYPE);
    try {
      PeerRecord record = PeerRecord.parseFrom(opened.payload());
      PeerId named = PeerId.ofBytes(record.getPeerId().toByteArray());
      if (!named.equals(peer) || !opened.key().toPeerId().equals(peer)) {
        throw new MultiformatException("a peer record of another peer");
      }
      return Addresses.known(
          record.getAddressesList().stream()
              .limit(MAX_ADDRESSES)
              .map(PeerRecord.AddressInfo::getMultiaddr)
              .toList());
    } catch (InvalidProtocolBufferException e) {
      throw new MultiformatException("not a peer record", e);
    }
  }
}
