package org.conclave.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiaddrTest {
  private static final String PEER = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";

  @ParameterizedTest
  @CsvSource({
    "/ip4/127.0.0.1/udp/1234,047f000001910204d2",
    "/ip4/127.0.0.1/tcp/4321,047f0000010610e1",
    "/ip6/::1/tcp/80,2900000000000000000000000000000001060050",
    "/dns4/a.b/tcp/443,3603612e620601bb",
    "/ip4/1.2.3.4/udp/443/quic-v1,0401020304910201bbcd03"
  })
  void textAndBytesAreTheSameAddress(String text, String hex) {
    Multiaddr address = Multiaddr.parse(text);
    assertThat(HexFormat.of().formatHex(address.toBytes())).isEqualTo(hex);
    assertThat(Multiaddr.ofBytes(address.toBytes())).isEqualTo(address);
    assertThat(address).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "/ip6/0:0:0:0:0:0:0:1/tcp/1/,/ip6/::1/tcp/1",
    "/ip6/2001:DB8:0:0:1:0:0:1/tcp/1,/ip6/2001:db8::1:0:0:1/tcp/1",
    "/ip6/::ffff:1.2.3.4/tcp/1,/ip6/::ffff:102:304/tcp/1",
    "/ip6/::/tcp/007,/ip6/::/tcp/7",
    "/ip6/1:2:3:4:5:6:7:0/tcp/1,/ip6/1:2:3:4:5:6:7:0/tcp/1"
  })
  void textBecomesCanonical(String text, String canonical) {
    assertThat(Multiaddr.parse(text)).hasToString(canonical);
  }

  @Test
  void peerAtTheEndCanBeAddedAndTakenAway() {
    Multiaddr plain = Multiaddr.parse("/dnsaddr/example.org/tcp/1");
    PeerId peer = PeerId.parse(PEER);
    Multiaddr with = plain.withPeerId(peer);
    assertThat(with).hasToString("/dnsaddr/example.org/tcp/1/p2p/" + PEER);
    assertThat(with.peerId()).contains(peer);
    assertThat(with.withPeerId(peer)).isEqualTo(with);
    assertThat(with.withoutPeerId()).isEqualTo(plain);
    assertThat(plain.peerId()).isEmpty();
    assertThat(Multiaddr.parse("/ip4/1.1.1.1/tcp/1/ipfs/" + PEER).peerId()).contains(peer);
    assertThat(with.value(AddressProtocol.TCP)).contains("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "ip4/1.2.3.4",
        "/ip4",
        "/ip4/",
        "/ip4/1.2.3",
        "/ip4/1.2.3.256",
        "/ip4/1.2.3.04",
        "/ip4/1.2.3.4/tcp",
        "/ip4/1.2.3.4/tcp/65536",
        "/ip4/1.2.3.4/tcp/-1",
        "/ip4/1.2.3.4/tcp/1//",
        "/ip6/1.2.3.4",
        "/ip6/::1%lo",
        "/ip6/example.org",
        "/dns4//tcp/1",
        "/dns4/a b/tcp/1",
        "/p2p/nobody",
        "/sctp/1"
      })
  void malformedTextIsRefused(String text) {
    assertThatThrownBy(() -> Multiaddr.parse(text)).isInstanceOf(MultiformatException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "04",
        "04010203",
        "84000102030405",
        "060050ff",
        "36ffffffff07",
        "3600",
        "a5030100",
        "7f"
      })
  void malformedBytesAreRefused(String hex) {
    assertThatThrownBy(() -> Multiaddr.ofBytes(HexFormat.of().parseHex(hex)))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void addressesAreBounded() {
    assertThatThrownBy(() -> Multiaddr.parse("/tls".repeat(17)))
        .isInstanceOf(MultiformatException.class);
    assertThat(Multiaddr.parse("/tls".repeat(16)).parts()).hasSize(16);
    assertThatThrownBy(() -> Multiaddr.ofBytes(new byte[100_000]))
        .isInstanceOf(MultiformatException.class);
    assertThatThrownBy(() -> Multiaddr.parse("/dns4/" + "a".repeat(254)))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void anyBytesAreAnAddressOrRefused() {
    Random random = new Random(5);
    byte[] seed = Multiaddr.parse("/ip4/1.2.3.4/tcp/5/p2p/" + PEER).toBytes();
    int valid = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = seed.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        Multiaddr address = Multiaddr.ofBytes(bytes);
        assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
        valid++;
      } catch (MultiformatException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
    assertThat(valid).isPositive();
  }
}
