package org.conclave.mls.crypto;

import java.math.BigInteger;
import java.util.Set;
import org.bouncycastle.util.Arrays;

/**
 * The points of small order on Curve25519 and Curve448: those that yield zeros with every private
 * key (RFC 7748 section 6).
 */
final class SmallOrder {
  private static final Set<BigInteger> ON_CURVE25519 =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          new BigInteger(
              "325606250916557431795983626356110631294008115727848805560023387167927233504"),
          new BigInteger(
              "39382357235489614581723060781553021112529911719440698176882885853963445705823"),
          MontgomeryGroup.CURVE25519.prime().subtract(BigInteger.ONE));

  private static final Set<BigInteger> ON_CURVE448 =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          MontgomeryGroup.CURVE448.prime().subtract(BigInteger.ONE));

  private SmallOrder() {}

  static boolean contains(MontgomeryGroup group, byte[] publicKey) {
    BigInteger u = new BigInteger(1, Arrays.reverse(publicKey));
    if (group == MontgomeryGroup.CURVE25519) {
      return ON_CURVE25519.contains(u.clearBit(255).mod(group.prime()));
    }
    return ON_CURVE448.contains(u.mod(group.prime()));
  }
}
