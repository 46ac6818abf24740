package org.conclave.proto.engine.launch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The 32 bytes that one host and one engine process share. Never on a command line, in the
 * environment or on the network. Thread-safe; unusable once closed.
 */
public final class LaunchSecret implements AutoCloseable {
  /** Length in bytes. */
  public static final int SIZE = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] content;
  private boolean wiped;

  private LaunchSecret(byte[] content) {
    this.content = content;
  }

  /** A new one, for one engine process. */
  public static LaunchSecret fresh(SecureRandom random) {
    byte[] content = new byte[SIZE];
    random.nextBytes(content);
    return new LaunchSecret(content);
  }

  /**
   * Reads the secret that the host wrote, and not one byte more.
   *
   * @throws EOFException if {@code in} ends before
   */
  public static LaunchSecret readFrom(InputStream in) throws IOException {
    byte[] content = in.readNBytes(SIZE);
    if (content.length < SIZE) {
      Arrays.fill(content, (byte) 0);
      throw new EOFException("standard input ended before the launch secret");
    }
    return new LaunchSecret(content);
  }

  /** Hands the secret to the engine, through the pipe that is its standard input. */
  public synchronized void writeTo(OutputStream out) throws IOException {
    requireUsable();
    out.write(content);
    out.flush();
  }

  /** HMAC-SHA-256 of the concatenated {@code parts}. */
  synchronized byte[] authenticate(byte[]... parts) {
    requireUsable();
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(content, ALGORITHM));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  @Override
  public synchronized void close() {
    Arrays.fill(content, (byte) 0);
    wiped = true;
  }

  private void requireUsable() {
    if (wiped) {
      throw new IllegalStateException("the launch secret was wiped");
    }
  }

  @Override
  public String toString() {
    return "LaunchSecret[" + SIZE + "]";
  }
}
