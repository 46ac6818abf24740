package org.conclave.networking.internal.peers;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.proto.wire.v1.PeerAddresses;
import org.conclave.proto.wire.v1.PeersResponse;

/**
 * Where devices were found, or say that they are. At most {@value #MAXIMUM_DEVICES} devices with
 * {@value #MAXIMUM_ADDRESSES} addresses each, the most promising first. An address proves nothing:
 * whoever dials it learns from the secure channel whom it reached. Thread-safe.
 */
public final class AddressBook {
  static final int MAXIMUM_DEVICES = 256;
  static final int MAXIMUM_ADDRESSES = 8;

  /** How many addresses of a device are taken from others than itself. */
  private static final int MAXIMUM_HEARSAY = 4;

  /** How an address came to be known. */
  public enum Source {
    /** It was dialled and the device was there. */
    CONFIRMED,
    /** A person or an invitation named it. */
    GIVEN,
    /** The device itself named it. */
    CLAIMED,
    /** Another member named it. */
    HEARSAY
  }

  private final Map<DeviceId, Map<Multiaddr, Source>> devices = new LinkedHashMap<>();

  /**
   * Takes addresses in. What a device claims replaces what was claimed or heard of it before.
   *
   * @return whether one of them was not known
   */
  public synchronized boolean learn(DeviceId device, List<Multiaddr> addresses, Source source) {
    Map<Multiaddr, Source> known = devices.get(device);
    if (known == null) {
      if (addresses.isEmpty() || devices.size() >= MAXIMUM_DEVICES) {
        return false;
      }
      known = new LinkedHashMap<>();
      devices.put(device, known);
    }
    Set<Multiaddr> before = Set.copyOf(known.keySet());
    if (source == Source.CLAIMED && !addresses.isEmpty()) {
      known.values().removeIf(s -> s == Source.CLAIMED || s == Source.HEARSAY);
    }
    int room = source == Source.HEARSAY ? MAXIMUM_HEARSAY : MAXIMUM_ADDRESSES;
    for (Multiaddr address : addresses.subList(0, Math.min(room, addresses.size()))) {
      known.merge(address.withoutPeerId(), source, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
    trim(known);
    return !before.containsAll(known.keySet());
  }

  private static void trim(Map<Multiaddr, Source> known) {
    for (Source worst : List.of(Source.HEARSAY, Source.CLAIMED, Source.GIVEN, Source.CONFIRMED)) {
      var entries = known.entrySet().iterator();
      while (known.size() > MAXIMUM_ADDRESSES && entries.hasNext()) {
        if (entries.next().getValue() == worst) {
          entries.remove();
        }
      }
    }
  }

  /** Without the peer's id at the end; the best first. */
  public synchronized List<Multiaddr> addresses(DeviceId device) {
    Map<Multiaddr, Source> known = devices.getOrDefault(device, Map.of());
    List<Multiaddr> best = new ArrayList<>(known.keySet());
    best.sort((a, b) -> sourceOf(known, a).compareTo(sourceOf(known, b)));
    return best;
  }

  private static Source sourceOf(Map<Multiaddr, Source> known, Multiaddr address) {
    return known.getOrDefault(address, Source.HEARSAY);
  }

  public synchronized Set<DeviceId> devices() {
    return new LinkedHashSet<>(devices.keySet());
  }

  /** Whether a person or an invitation named an address of it, so that it may be a stranger yet. */
  public synchronized boolean isGiven(DeviceId device) {
    return devices.getOrDefault(device, Map.of()).containsValue(Source.GIVEN);
  }

  /** Keeps only the devices that the test lets stay. */
  public synchronized void retain(Predicate<DeviceId> stays) {
    devices.keySet().removeIf(device -> !stays.test(device));
  }

  /** The entries that the test takes, as they are told to peers and kept on disk. */
  public synchronized PeersResponse toProtobuf(
      Predicate<DeviceId> told, Predicate<Multiaddr> tellable) {
    PeersResponse.Builder response = PeersResponse.newBuilder();
    for (DeviceId device : devices.keySet()) {
      if (!told.test(device)) {
        continue;
      }
      PeerAddresses.Builder entry =
          PeerAddresses.newBuilder().setPeerId(ByteString.copyFrom(device.value().toByteArray()));
      addresses(device).stream()
          .filter(tellable)
          .forEach(address -> entry.addAddresses(address.toString()));
      if (entry.getAddressesCount() > 0) {
        response.addPeers(entry);
      }
    }
    return response.build();
  }

  /**
   * What a peer tells, or the disk: whatever is not an address of a device is left out, and of what
   * is too much only the beginning is read.
   */
  static Map<DeviceId, List<Multiaddr>> parse(byte[] response)
      throws InvalidProtocolBufferException {
    Map<DeviceId, List<Multiaddr>> parsed = new LinkedHashMap<>();
    for (PeerAddresses entry : PeersResponse.parseFrom(response).getPeersList()) {
      if (parsed.size() == MAXIMUM_DEVICES) {
        break;
      }
      try {
        DeviceId device = new DeviceId(Bytes.wrap(entry.getPeerId().toByteArray()));
        parsed.put(device, addresses(entry, Devices.peerOf(device)));
      } catch (IllegalArgumentException e) {
        // Not a device of ours; the others of the answer are none the worse for it.
        continue;
      }
    }
    return parsed;
  }

  private static List<Multiaddr> addresses(PeerAddresses entry, PeerId peer) {
    List<Multiaddr> addresses = new ArrayList<>();
    for (String text : entry.getAddressesList()) {
      if (addresses.size() == MAXIMUM_ADDRESSES) {
        break;
      }
      try {
        Multiaddr address = Multiaddr.parse(text);
        if (address.peerId().map(peer::equals).orElse(true)) {
          addresses.add(address.withoutPeerId());
        }
      } catch (MultiformatException e) {
        // An address of a kind that this version does not know; a later one may.
        continue;
      }
    }
    return addresses;
  }
}
