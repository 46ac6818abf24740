package org.conclave.mls;

/**
 * A key package that a Welcome may be for, with its private part, both as {@link KeyPackageBundle}
 * had them.
 */
public record KeyPackagePrivate(byte[] keyPackage, byte[] privatePart) {
  @Override
  public String toString() {
    return "KeyPackagePrivate[" + keyPackage.length + " octets]";
  }
}
