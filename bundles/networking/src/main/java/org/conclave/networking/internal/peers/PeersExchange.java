package org.conclave.networking.internal.peers;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.RequestHandler;
import org.conclave.libp2p.multiformats.AddressProtocol;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.conclave.proto.wire.v1.PeersRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@value #PROTOCOL}: members tell one another where members are. Only addresses of devices that
 * the ledger admits are told and taken. Loopback addresses stay on the machine that they mean.
 */
public final class PeersExchange implements RequestHandler {
  public static final String PROTOCOL = "/conclave/peers/1.0.0";
  private static final Logger LOG = LoggerFactory.getLogger(PeersExchange.class);
  private static final int MAXIMUM_REQUEST = 64;

  /** Asks one device one thing. */
  @FunctionalInterface
  public interface Asker {
    CompletionStage<Bytes> ask(DeviceId device, String protocol, Bytes request);
  }

  private final AddressBook book;
  private final Predicate<DeviceId> member;
  private final Asker asker;
  private final Consumer<DeviceId> found;

  /**
   * @param member whether the ledger admits a device that is not this one; answers from memory
   * @param found is told of a device with an address that was not known
   */
  public PeersExchange(
      AddressBook book, Predicate<DeviceId> member, Asker asker, Consumer<DeviceId> found) {
    this.book = book;
    this.member = member;
    this.asker = asker;
    this.found = found;
  }

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public int maximumRequest() {
    return MAXIMUM_REQUEST;
  }

  @Override
  public CompletionStage<Bytes> handle(ConnectedPeer from, Bytes request) {
    Predicate<DeviceId> told = device -> member.test(device) && !device.equals(from.device());
    boolean sameMachine = isLoopback(from.address());
    byte[] answer =
        book.toProtobuf(told, address -> sameMachine || !isLoopback(address)).toByteArray();
    return CompletableFuture.completedFuture(Bytes.wrap(answer));
  }

  /** Asks a peer where others are. A peer that does not answer is asked again another time. */
  public void ask(ConnectedPeer peer) {
    Bytes request = Bytes.wrap(PeersRequest.getDefaultInstance().toByteArray());
    asker
        .ask(peer.device(), PROTOCOL, request)
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                take(peer, answer);
              } else {
                LOG.debug("device {} told no addresses", Devices.shortName(peer.device()), failure);
              }
            });
  }

  private void take(ConnectedPeer peer, Bytes answer) {
    Map<DeviceId, List<Multiaddr>> told;
    try {
      told = AddressBook.parse(answer.toByteArray());
    } catch (InvalidProtocolBufferException e) {
      LOG.debug("device {} told garbage for addresses", Devices.shortName(peer.device()), e);
      return;
    }
    boolean sameMachine = isLoopback(peer.address());
    told.forEach(
        (device, addresses) -> {
          List<Multiaddr> usable =
              addresses.stream().filter(a -> sameMachine || !isLoopback(a)).toList();
          if (member.test(device) && book.learn(device, usable, AddressBook.Source.HEARSAY)) {
            found.accept(device);
          }
        });
  }

  private static boolean isLoopback(String address) {
    try {
      return isLoopback(Multiaddr.parse(address));
    } catch (MultiformatException e) {
      return false;
    }
  }

  static boolean isLoopback(Multiaddr address) {
    return address.value(AddressProtocol.IP4).filter(ip -> ip.startsWith("127.")).isPresent()
        || address.value(AddressProtocol.IP6).filter("::1"::equals).isPresent();
  }
}
