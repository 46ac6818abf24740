package org.conclave.mls;

/**
 * Application data to send.
 *
 * @param authenticatedData travels in the clear
 * @param paddingBlock the plaintext is padded to a multiple of so many octets; 0 for no padding
 */
public record ProtectRequest(byte[] content, byte[] authenticatedData, int paddingBlock) {
  @Override
  public String toString() {
    return "ProtectRequest[" + content.length + " octets]";
  }
}
