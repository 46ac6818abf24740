package org.conclave.onboarding.internal.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.proto.org.v1.JoinClaim;
import org.conclave.proto.org.v1.Signed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictSignatureTest {
  private static final BigInteger ORDER =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final Bytes MESSAGE = Bytes.utf8("the message");

  private final SigningKey key = SigningKey.generate(new SecureRandom());
  private final Bytes signature = key.sign(MESSAGE);

  @Test
  void aSignatureHoldsForItsKeyAndMessageOnly() {
    assertThat(Trust.NONE.isSignature(key.publicKey(), MESSAGE, signature)).isTrue();
    assertThat(Trust.NONE.isSignature(key.publicKey(), Bytes.utf8("another"), signature)).isFalse();
    SigningKey other = SigningKey.generate(new SecureRandom());
    assertThat(Trust.NONE.isSignature(other.publicKey(), MESSAGE, signature)).isFalse();
  }

  @Test
  void everyChangedBitIsRefused() {
    for (int bit = 0; bit < signature.size() * 8; bit++) {
      byte[] changed = signature.toByteArray();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(Trust.NONE.isSignature(key.publicKey(), MESSAGE, Bytes.wrap(changed))).isFalse();
    }
  }

  /** RFC 8032 section 5.1.7: S is below the group's order, else a signature has a twin. */
  @Test
  void theSecondFormOfASignatureIsRefused() {
    byte[] twin = signature.toByteArray();
    byte[] little = new byte[32];
    for (int i = 0; i < 32; i++) {
      little[i] = twin[63 - i];
    }
    byte[] sum = new BigInteger(1, little).add(ORDER).toByteArray();
    for (int i = 0; i < 32; i++) {
      int from = sum.length - 1 - i;
      twin[32 + i] = from < 0 ? 0 : sum[from];
    }
    assertThat(Trust.NONE.isSignature(key.publicKey(), MESSAGE, Bytes.wrap(twin))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void keysOfSmallOrderAndSecondEncodingsAreRefused(String hex) {
    Bytes weak = Bytes.ofHex(hex);
    assertThat(Accounts.isKey(weak)).isFalse();
    // With such a key, R = the key and S = 0 satisfy a lax verifier for some messages.
    Bytes forged = weak.concat(Bytes.wrap(new byte[32]));
    for (int i = 0; i < 32; i++) {
      assertThat(Trust.NONE.isSignature(weak, Bytes.utf8("message " + i), forged)).isFalse();
    }
  }

  @Test
  void mailboxKeysOfSmallOrderAreRefused() {
    assertThat(MailboxKey.isStrong(MailboxKey.generate(new SecureRandom()).publicKey())).isTrue();
    for (String hex :
        List.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "00")) {
      assertThat(MailboxKey.isStrong(Bytes.ofHex(hex))).isFalse();
    }
  }

  @Test
  void aStatementOfOneKindIsNoStatementOfAnother() {
    Bytes payload = MESSAGE;
    for (StatementKind kind : StatementKind.values()) {
      Signed signed =
          kind.sign(JoinClaim.newBuilder().setTokenId(Octets.toProto(payload)).build(), key);
      for (StatementKind other : StatementKind.values()) {
        assertThat(holds(other, signed)).isEqualTo(other == kind);
      }
    }
  }

  private boolean holds(StatementKind kind, Signed signed) {
    try {
      kind.verify(signed, Trust.NONE, key.publicKey());
      return true;
    } catch (InvalidStatementException refused) {
      return false;
    }
  }

  @Test
  void keysDoNotPrintThemselves() {
    assertThat(key.toString()).doesNotContain(Bytes.wrap(key.seed().toByteArray()).toHex());
  }
}
