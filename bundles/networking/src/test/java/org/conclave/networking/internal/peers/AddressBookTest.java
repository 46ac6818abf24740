package org.conclave.networking.internal.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.networking.internal.peers.AddressBook.Source;
import org.conclave.proto.wire.v1.PeerAddresses;
import org.conclave.proto.wire.v1.PeersResponse;
import org.junit.jupiter.api.Test;

final class AddressBookTest {
  private static final DeviceId DEVICE = device(1);

  private final AddressBook book = new AddressBook();

  private static DeviceId device(int number) {
    return DeviceId.ofPublicKey(Bytes.wrap(ByteBuffer.allocate(32).putInt(number).array()));
  }

  private static Multiaddr address(int port) {
    return Multiaddr.parse("/ip4/192.0.2.1/tcp/" + port);
  }

  private static List<Multiaddr> addresses(int from, int to) {
    return IntStream.range(from, to).mapToObj(AddressBookTest::address).toList();
  }

  @Test
  void freshAddressIsNews() {
    assertThat(book.learn(DEVICE, List.of(address(1)), Source.HEARSAY)).isTrue();
    assertThat(book.learn(DEVICE, List.of(address(1)), Source.HEARSAY)).isFalse();
  }

  @Test
  void whatWasReachedComesFirst() {
    book.learn(DEVICE, addresses(1, 4), Source.HEARSAY);
    book.learn(DEVICE, List.of(address(3)), Source.CONFIRMED);

    assertThat(book.addresses(DEVICE).get(0)).isEqualTo(address(3));
  }

  @Test
  void whatADeviceSaysReplacesWhatOthersSaid() {
    book.learn(DEVICE, addresses(1, 4), Source.HEARSAY);
    book.learn(DEVICE, List.of(address(9)), Source.GIVEN);
    book.learn(DEVICE, List.of(address(5)), Source.CLAIMED);

    assertThat(book.addresses(DEVICE)).containsExactly(address(9), address(5));
  }

  @Test
  void hearsayCannotPushOutWhatIsKnown() {
    book.learn(DEVICE, addresses(1, 9), Source.CLAIMED);
    book.learn(DEVICE, addresses(100, 120), Source.HEARSAY);

    assertThat(book.addresses(DEVICE)).containsExactlyInAnyOrderElementsOf(addresses(1, 9));
  }

  @Test
  void numberOfDevicesIsBounded() {
    for (int i = 0; i < 1_000; i++) {
      book.learn(device(i), List.of(address(1)), Source.HEARSAY);
    }

    assertThat(book.devices()).hasSize(AddressBook.MAXIMUM_DEVICES);
  }

  @Test
  void whatIsToldReadsAsItWasWritten() throws Exception {
    book.learn(DEVICE, addresses(1, 3), Source.CLAIMED);
    book.learn(device(2), addresses(3, 4), Source.CLAIMED);

    byte[] told = book.toProtobuf(d -> true, a -> true).toByteArray();

    assertThat(AddressBook.parse(told))
        .isEqualTo(Map.of(DEVICE, addresses(1, 3), device(2), addresses(3, 4)));
  }

  @Test
  void badEntriesSpoilNoOthers() throws Exception {
    PeersResponse told =
        PeersResponse.newBuilder()
            .addPeers(PeerAddresses.newBuilder().setPeerId(ByteString.copyFromUtf8("nobody")))
            .addPeers(
                PeerAddresses.newBuilder()
                    .setPeerId(ByteString.copyFrom(DEVICE.value().toByteArray()))
                    .addAddresses("nonsense")
                    .addAddresses("/ip4/192.0.2.1/tcp/1/p2p/" + Devices.peerOf(device(7)))
                    .addAddresses("/ip4/192.0.2.1/tcp/2"))
            .build();

    assertThat(AddressBook.parse(told.toByteArray()))
        .isEqualTo(Map.of(DEVICE, List.of(address(2))));
  }
}
