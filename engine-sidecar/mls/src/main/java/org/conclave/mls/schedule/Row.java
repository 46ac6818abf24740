package org.conclave.mls.schedule;

/** A row of part R: a secret, opaque to the host. */
public record Row(RowKey key, byte[] data) {
  @Override
  public String toString() {
    return "Row[" + key + ", " + data.length + " octets]";
  }
}
