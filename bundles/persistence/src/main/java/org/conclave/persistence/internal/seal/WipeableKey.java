package org.conclave.persistence.internal.seal;

import javax.crypto.SecretKey;
import org.conclave.api.bytes.SecretBytes;

/**
 * A key for the JCA that can really be wiped: {@code SecretKeySpec} refuses to be destroyed. After
 * {@link #destroy} every use throws {@link IllegalStateException}. Thread-safe.
 */
final class WipeableKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  private final String algorithm;
  private final transient SecretBytes content;

  WipeableKey(String algorithm, byte[] content) {
    this.algorithm = algorithm;
    this.content = SecretBytes.wrap(content);
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    return content.toByteArray();
  }

  @Override
  public void destroy() {
    content.close();
  }

  @Override
  public String toString() {
    return "WipeableKey[" + algorithm + ", " + content.size() + "]";
  }
}
