package org.conclave.mls.schedule;

import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.message.AuthenticatedContent;

/** The transcript hashes of RFC 9420 section 8.2. */
public final class TranscriptHash {
  private TranscriptHash() {}

  public static byte[] confirmed(
      CipherSuite suite, byte[] interimBefore, AuthenticatedContent commit) {
    return suite.hash(interimBefore, commit.confirmedTranscriptInput());
  }

  public static byte[] interim(CipherSuite suite, byte[] confirmed, byte[] confirmationTag) {
    return suite.hash(confirmed, new TlsWriter().opaque(confirmationTag).toByteArray());
  }
}
