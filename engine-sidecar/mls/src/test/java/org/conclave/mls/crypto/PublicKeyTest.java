package org.conclave.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyTest {
  private static final CipherSuite SUITE = CipherSuites.find(CipherSuites.DEFAULT).orElseThrow();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void rule5_1_1_pointsOfSmallOrderAreNoPublicKeys(String hex) {
    byte[] point = HexFormat.of().parseHex(hex);
    assertThat(SUITE.isPublicKey(point)).isFalse();
    Secret privateKey = SUITE.generateKeyPair(new SecureRandom()).privateKey();
    assertThat(MontgomeryGroup.CURVE25519.agree(privateKey, point)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void keysOfEverySuiteArePublicKeysAndShorterOnesAreNot(int id) {
    CipherSuite suite = CipherSuites.find(id).orElseThrow();
    byte[] key = suite.generateKeyPair(new SecureRandom()).publicKey();
    assertThat(suite.isPublicKey(key)).isTrue();
    assertThat(suite.isPublicKey(Arrays.copyOf(key, key.length - 1))).isFalse();
  }

  @Test
  void aSecretShowsNothingOfItself() {
    assertThat(Secret.owning(new byte[] {77, 78})).hasToString("Secret[2 octets]");
    Secret wiped = Secret.owning(new byte[] {1, 2});
    wiped.wipe();
    assertThat(wiped).isEqualTo(Secret.zeros(2));
  }
}
