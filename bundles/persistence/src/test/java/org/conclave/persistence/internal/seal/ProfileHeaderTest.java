package org.conclave.persistence.internal.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProfileHeaderTest {
  private static final Argon2Cost CHEAP = new Argon2Cost(64, 2, 1);

  private final SecretBytes key = SecretBytes.copyOf(Bytes.ofHex("5a".repeat(32)).toByteArray());
  private final SecretBytes passphrase = SecretBytes.copyOf(Bytes.utf8("a phrase").toByteArray());

  @Test
  void keyIsUnwrappedByItsPassphraseOnly() throws Exception {
    byte[] encoded = ProfileHeader.wrap(key, passphrase, CHEAP, new SecureRandom()).encode();

    assertThat(ProfileHeader.parse(encoded).unwrap(passphrase)).isEqualTo(key);
    SecretBytes other = SecretBytes.copyOf(Bytes.utf8("A phrase").toByteArray());
    assertThatThrownBy(() -> ProfileHeader.parse(encoded).unwrap(other))
        .isInstanceOf(UnsealException.class);
  }

  @Test
  void saltAndNonceAreFresh() {
    SecureRandom random = new SecureRandom();
    byte[] first = ProfileHeader.wrap(key, passphrase, CHEAP, random).encode();
    byte[] second = ProfileHeader.wrap(key, passphrase, CHEAP, random).encode();
    assertThat(Arrays.copyOfRange(first, 22, 38)).isNotEqualTo(Arrays.copyOfRange(second, 22, 38));
    assertThat(Arrays.copyOfRange(first, 38, 50)).isNotEqualTo(Arrays.copyOfRange(second, 38, 50));
  }

  @Test
  @Timeout(10)
  void headerThatAsksForTooMuchIsRefusedBeforeAnyWork() throws Exception {
    byte[] encoded = ProfileHeader.wrap(key, passphrase, CHEAP, new SecureRandom()).encode();
    for (int[] cost : new int[][] {{1024 * 1024 + 1, 1, 1}, {64, 17, 1}, {64, 1, 17}, {-1, 1, 1}}) {
      byte[] forged = encoded.clone();
      ByteBuffer.wrap(forged).putInt(10, cost[0]).putInt(14, cost[1]).putInt(18, cost[2]);
      assertThatThrownBy(() -> ProfileHeader.parse(redigested(forged)))
          .isInstanceOfSatisfying(
              HeaderException.class,
              e -> assertThat(e.kind()).isEqualTo(HeaderException.Kind.DAMAGED));
    }
  }

  @Test
  void changedCostDoesNotUnwrap() throws Exception {
    byte[] forged = ProfileHeader.wrap(key, passphrase, CHEAP, new SecureRandom()).encode();
    ByteBuffer.wrap(forged).putInt(14, 1);
    ProfileHeader header = ProfileHeader.parse(redigested(forged));
    assertThatThrownBy(() -> header.unwrap(passphrase)).isInstanceOf(UnsealException.class);
  }

  @Test
  void laterVersionIsTooNew() throws Exception {
    byte[] later = ProfileHeader.wrap(key, passphrase, CHEAP, new SecureRandom()).encode();
    ByteBuffer.wrap(later).putShort(8, (short) 2);
    assertThatThrownBy(() -> ProfileHeader.parse(redigested(later)))
        .isInstanceOfSatisfying(
            HeaderException.class,
            e -> assertThat(e.kind()).isEqualTo(HeaderException.Kind.TOO_NEW));
  }

  @Test
  void everyOtherSizeIsDamaged() {
    byte[] encoded = ProfileHeader.wrap(key, passphrase, CHEAP, new SecureRandom()).encode();
    for (int size = 0; size < encoded.length; size++) {
      byte[] cut = Arrays.copyOf(encoded, size);
      assertThatThrownBy(() -> ProfileHeader.parse(cut)).isInstanceOf(HeaderException.class);
    }
    assertThatThrownBy(() -> ProfileHeader.parse(new byte[ProfileHeader.MAX_SIZE + 1]))
        .isInstanceOf(HeaderException.class);
  }

  @Test
  void argon2idAgreesWithTheReferenceImplementation() {
    // argon2 (phc-winner-argon2): echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32
    SecretBytes password = SecretBytes.copyOf(Bytes.utf8("password").toByteArray());
    SecretBytes derived =
        new Argon2Cost(65536, 2, 1).derive(password, Bytes.utf8("somesalt").toByteArray());
    assertThat(Bytes.wrap(derived.toByteArray()).toHex())
        .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
  }

  private static byte[] redigested(byte[] header) throws Exception {
    int end = header.length - 32;
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(header, end));
    System.arraycopy(digest, 0, header, end, 32);
    return header;
  }
}
