package org.conclave.itests;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/**
 * An input on which nothing ever comes; a waiting read can be interrupted, as with the launcher's.
 */
final class SilentInput extends InputStream {
  @Override
  public int read() throws InterruptedIOException {
    try {
      new CountDownLatch(1).await();
      return -1;
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }
}
