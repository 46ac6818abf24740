package org.conclave.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.conclave.libp2p.crypto.HostKey;
import org.conclave.libp2p.crypto.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerIdTest {
  /**
   * From the peer-ids specification: an Ed25519 private key (seed, then public key) in protobuf.
   */
  private static final String SPEC_PRIVATE_KEY =
      "080112407e0830617c4a7de83925dfb2694556b12936c477a0e1feb2e148ec9da60fee7d"
          + "1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e";

  private static final String SPEC_PUBLIC_KEY =
      "080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e";

  @Test
  void keyOfTheSpecificationHasTheKeyPairItSays() {
    byte[] seed = HexFormat.of().parseHex(SPEC_PRIVATE_KEY.substring(8, 72));
    try (HostKey key = HostKey.ofSeed(seed)) {
      assertThat(HexFormat.of().formatHex(key.publicKey().toProtobuf())).isEqualTo(SPEC_PUBLIC_KEY);
      assertThat(PublicKey.ofProtobuf(HexFormat.of().parseHex(SPEC_PUBLIC_KEY)))
          .isEqualTo(key.publicKey());
    }
  }

  @Test
  void shortKeysAreInTheIdAndLongOnesAreHashed() {
    byte[] key = HexFormat.of().parseHex(SPEC_PUBLIC_KEY);
    PeerId inline = PeerId.ofPublicKey(key);
    assertThat(inline.inlinePublicKey()).isEqualTo(key);
    assertThat(inline.toString()).startsWith("12D3KooW");
    PeerId hashed = PeerId.ofPublicKey(new byte[294]);
    assertThat(hashed.inlinePublicKey()).isEmpty();
    assertThat(hashed.toString()).startsWith("Qm");
    assertThat(hashed.toBytes()).hasSize(34);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA",
        "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N"
      })
  void textFormsOfTheSpecificationComeBack(String text) {
    PeerId id = PeerId.parse(text);
    assertThat(id.toString()).isEqualTo(text);
    assertThat(PeerId.parse(id.toCid())).isEqualTo(id);
    assertThat(PeerId.ofBytes(id.toBytes())).isEqualTo(id);
  }

  @Test
  void cidOfTheSpecificationIsTheSamePeer() {
    assertThat(
            PeerId.parse("bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe").toString())
        .isEqualTo("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "x",
        "Qm",
        "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5S",
        "12D3KooW0OIl",
        "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
        "b",
        "z"
      })
  void whatIsNoPeerIdIsRefused(String text) {
    assertThatThrownBy(() -> PeerId.parse(text)).isInstanceOf(MultiformatException.class);
  }

  @Test
  void longTextIsRefusedBeforeItIsDecoded() {
    String text = "1".repeat(1_000_000);
    assertThatThrownBy(() -> PeerId.parse(text)).isInstanceOf(MultiformatException.class);
  }

  @Test
  void anyBytesAreAnIdOrRefused() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(50)];
      random.nextBytes(bytes);
      if (bytes.length > 1 && random.nextBoolean()) {
        bytes[0] = 0;
        bytes[1] = (byte) (bytes.length - 2);
      }
      try {
        PeerId id = PeerId.ofBytes(bytes);
        assertThat(PeerId.parse(id.toString())).isEqualTo(id);
      } catch (MultiformatException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }
}
