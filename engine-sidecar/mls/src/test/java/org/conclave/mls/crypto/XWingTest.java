package org.conclave.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.conclave.mls.rule.RuleViolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers, and what is no key. */
class XWingTest {
  private final XWing kem = new XWing();

  /** The vectors of draft-connolly-cfrg-xwing-kem-10, appendix C; of long values the beginning. */
  @ParameterizedTest
  @CsvSource({
    "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26,"
        + "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
        + "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2,"
        + "e2236b35a8c24b39b10aa1323a96a919,b83aa828d4d62b9a83ceffe1d3d3bb1e,"
        + "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384",
    "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea,"
        + "17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdef"
        + "aee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d,"
        + "0333285fa253661508c9fb444852caa4,c93beb22326705699bbc3d1d0aa6339b,"
        + "f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150",
    "ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9,"
        + "22a96188d032675c8ac850933c7aff1533b94c834adbb69c6115bad4692d8619"
        + "f90b0cdf8a7b9c264029ac185b70b83f2801f2f4b3f70c593ea3aeeb613a7f1b,"
        + "36244278824f77c621c660892c1c3886,0d2e38cbf17a2e2e4e0c87a94ca1e770,"
        + "953f7f4e8c5b5049bdc771d1dffada0dd961477d1a2ae0988baa7ea6898d893f"
  })
  void answersOfTheKemsDraft(
      String seed, String randomness, String publicKey, String ciphertext, String shared)
      throws Exception {
    Secret privateKey = Secret.owning(hex(seed));
    byte[] ours = kem.publicKeyOf(privateKey);
    assertThat(ours).hasSize(1216).startsWith(hex(publicKey));
    assertThat(kem.isPublicKey(ours)).isTrue();
    Kem.Encapsulated encapsulated = kem.encapsulate(ours, Secret.owning(hex(randomness)));
    assertThat(encapsulated.encapsulated()).hasSize(1120).startsWith(hex(ciphertext));
    assertThat(encapsulated.shared()).isEqualTo(Secret.owning(hex(shared)));
    assertThat(kem.decapsulate(encapsulated.encapsulated(), privateKey))
        .isEqualTo(Secret.owning(hex(shared)));
  }

  /** The first vector with this KEM of draft-ietf-hpke-pq; of long values the hash. */
  @Test
  void answersOfTheHpkeDraft() throws Exception {
    KemKeyPair pair =
        kem.derive(secret("b86e76a59fabfc87b30cd7b1f7aaa28a834eb64e7a261c197b9a842893fbce56"));
    assertThat(pair.privateKey())
        .isEqualTo(secret("3ec47fa82dd5689d27c6190e724c74ec8f608df3331ce331929e37b829676630"));
    assertThat(sha256(pair.publicKey()))
        .isEqualTo(hex("ad8aaf3f00d8a39bfeec2947a7d5dde68be08bba19bd301a348a45dc5fcc8341"));
    Kem.Encapsulated encapsulated =
        kem.encapsulate(
            pair.publicKey(),
            secret(
                "2a1c0a3745fe8a48fb62034d300f54dfe1974a5b2e169e580a8789cb1cf5fd19"
                    + "0fc00f3fd899594e01a8b15334b9f3fa03d8de44da86e19f5776850fb689e6c8"));
    assertThat(sha256(encapsulated.encapsulated()))
        .isEqualTo(hex("95c0a5fca31ea59f29bbc66255ad6637b5a476b3212886af11afdc8930aeb772"));
    assertThat(encapsulated.shared())
        .isEqualTo(secret("58200ed1f137bd95a921bb47f6aaecf2395b26f7fd24efd3a5ffae4849e8dea3"));
    assertThat(kem.decapsulate(encapsulated.encapsulated(), pair.privateKey()))
        .isEqualTo(encapsulated.shared());
  }

  @Test
  void hpkeCarriesASecretBothWays() throws Exception {
    Hpke hpke = new Hpke(kem, Kdf.HKDF_SHA384, Aead.AES_256_GCM);
    SecureRandom random = new SecureRandom();
    KemKeyPair pair = kem.generate(random);
    byte[] info = {1, 2, 3};
    HpkeCiphertext sealed = hpke.seal(pair.publicKey(), hpke.context(info), new byte[] {9}, random);
    assertThat(hpke.open(pair.privateKey(), info, sealed)).contains(Secret.owning(new byte[] {9}));
    byte[] damaged = sealed.kemOutput().clone();
    damaged[5] ^= 1;
    HpkeCiphertext other = new HpkeCiphertext(damaged, sealed.ciphertext());
    assertThat(hpke.open(pair.privateKey(), info, other)).isEmpty();
  }

  @Test
  void whatIsNoPublicKeyIsRefused() {
    byte[] genuine = kem.generate(new SecureRandom()).publicKey();
    byte[] unreduced = genuine.clone();
    Arrays.fill(unreduced, 0, 3, (byte) 0xFF);
    byte[] smallOrder = genuine.clone();
    Arrays.fill(smallOrder, 1184, 1216, (byte) 0);
    for (byte[] wrong : List.of(unreduced, smallOrder, Arrays.copyOf(genuine, 1215), new byte[0])) {
      assertThat(kem.isPublicKey(wrong)).isFalse();
      assertThatThrownBy(() -> kem.encapsulate(wrong, new SecureRandom()))
          .isInstanceOf(RuleViolation.class);
    }
  }

  @Test
  void whatIsNoCiphertextIsRefused() throws Exception {
    KemKeyPair pair = kem.generate(new SecureRandom());
    byte[] genuine = kem.encapsulate(pair.publicKey(), new SecureRandom()).encapsulated();
    byte[] smallOrder = genuine.clone();
    Arrays.fill(smallOrder, 1088, 1120, (byte) 0);
    for (byte[] wrong : List.of(smallOrder, Arrays.copyOf(genuine, 1119), new byte[0])) {
      assertThatThrownBy(() -> kem.decapsulate(wrong, pair.privateKey()))
          .isInstanceOf(RuleViolation.class);
    }
  }

  private static Secret secret(String hex) {
    return Secret.owning(hex(hex));
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] sha256(byte[] input) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(input);
  }
}
