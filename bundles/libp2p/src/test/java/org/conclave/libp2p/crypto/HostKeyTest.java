package org.conclave.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostKeyTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);

  /** RFC 8032, section 7.1, test 2. */
  @Test
  void signsAsRfc8032Does() {
    HostKey key =
        HostKey.ofSeed(
            HexFormat.of()
                .parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    assertThat(HexFormat.of().formatHex(key.sign(new byte[] {0x72})))
        .isEqualTo(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  }

  @Test
  void signatureFitsItsKeyAndMessageOnly() {
    HostKey key = HostKey.generate(new SecureRandom());
    byte[] signature = key.sign(MESSAGE);
    assertThat(key.publicKey().verify(MESSAGE, signature)).isTrue();
    assertThat(key.publicKey().verify(new byte[1], signature)).isFalse();
    assertThat(HostKey.generate(new SecureRandom()).publicKey().verify(MESSAGE, signature))
        .isFalse();
    assertThat(key.publicKey().verify(MESSAGE, new byte[63])).isFalse();
    signature[5] ^= 1;
    assertThat(key.publicKey().verify(MESSAGE, signature)).isFalse();
  }

  @Test
  void secretIsNotShownAndIsWiped() {
    byte[] seed = new byte[32];
    seed[0] = 0x5a;
    HostKey key = HostKey.ofSeed(seed);
    assertThat(key.toString()).doesNotContain("5a00").contains(key.peerId().toString());
    assertThat(key).isEqualTo(HostKey.ofSeed(seed)).isNotEqualTo(HostKey.ofSeed(new byte[32]));
    key.close();
    assertThatThrownBy(() -> key.sign(MESSAGE)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(key::seed).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({"080012,RSA", "080212,Secp256k1", "080312,ECDSA", "080912,unknown"})
  void otherKindsOfKeysAreNamedInTheError(String hex, String name) {
    assertThatThrownBy(() -> PublicKey.ofProtobuf(HexFormat.of().parseHex(hex)))
        .isInstanceOf(MultiformatException.class)
        .hasMessageContaining(name);
  }

  @Test
  void malformedKeysAreRefused() {
    byte[] good = HostKey.generate(new SecureRandom()).publicKey().toProtobuf();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(good, length);
      assertThatThrownBy(() -> PublicKey.ofProtobuf(cut)).isInstanceOf(MultiformatException.class);
    }
    assertThatThrownBy(() -> PublicKey.ofProtobuf(java.util.Arrays.copyOf(good, 37)))
        .isInstanceOf(MultiformatException.class);
    byte[] noPoint = new byte[32];
    java.util.Arrays.fill(noPoint, (byte) -1);
    assertThatThrownBy(() -> PublicKey.ofEd25519(noPoint)).isInstanceOf(MultiformatException.class);
  }
}
