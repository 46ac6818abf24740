package org.conclave.api.identity;

import org.conclave.api.bytes.Bytes;

/** SHA-256(root public key ‖ recovery public key). */
public record OrganisationId(Bytes value) {
  public static final int SIZE = 32;

  /**
   * @throws IllegalArgumentException if {@code value} is not 32 bytes long
   */
  public OrganisationId {
    if (value.size() != SIZE) {
      throw new IllegalArgumentException(
          "OrganisationId takes " + SIZE + " bytes, not " + value.size());
    }
  }

  /**
   * @throws IllegalArgumentException if {@code hex} is not 32 bytes in hexadecimal
   */
  public static OrganisationId ofHex(String hex) {
    return new OrganisationId(Bytes.ofHex(hex));
  }

  public String toHex() {
    return value.toHex();
  }

  @Override
  public String toString() {
    return "OrganisationId[" + value.toHex().substring(0, 8) + "…]";
  }
}
