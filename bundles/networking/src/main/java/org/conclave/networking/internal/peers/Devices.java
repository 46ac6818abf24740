package org.conclave.networking.internal.peers;

import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.UserId;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.conclave.libp2p.multiformats.PeerId;

/** A device is a libp2p peer: the two names of it, and how they look in a log. */
public final class Devices {
  private static final int SHOWN = 8;

  private Devices() {}

  public static PeerId peerOf(DeviceId device) {
    return PeerId.ofBytes(device.value().toByteArray());
  }

  /** Empty for a peer whose key is not Ed25519, which no device of ours has. */
  public static Optional<DeviceId> deviceOf(PeerId peer) {
    try {
      return Optional.of(new DeviceId(Bytes.wrap(peer.toBytes())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The address in text if it is one that names a peer. */
  public static Optional<Multiaddr> address(String text) {
    try {
      Multiaddr address = Multiaddr.parse(text.trim());
      return address.peerId().isPresent() ? Optional.of(address) : Optional.empty();
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  /** Enough of a device's name to tell devices apart in a log. */
  public static String shortName(DeviceId device) {
    return device.publicKey().toHex().substring(0, SHOWN);
  }

  /** Enough of a member's name to tell members apart in a log. */
  public static String shortName(UserId user) {
    return user.toHex().substring(0, SHOWN);
  }
}
