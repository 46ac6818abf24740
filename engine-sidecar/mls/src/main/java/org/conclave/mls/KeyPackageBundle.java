package org.conclave.mls;

/**
 * A fresh key package.
 *
 * @param keyPackage an MLSMessage, to be published
 * @param reference its KeyPackageRef
 * @param privatePart secret, to be kept until a Welcome uses it
 */
public record KeyPackageBundle(byte[] keyPackage, byte[] reference, byte[] privatePart) {
  @Override
  public String toString() {
    return "KeyPackageBundle[" + keyPackage.length + " octets]";
  }
}
