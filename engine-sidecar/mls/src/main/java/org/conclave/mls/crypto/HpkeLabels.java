package org.conclave.mls.crypto;

import java.nio.charset.StandardCharsets;
import org.conclave.mls.codec.TlsWriter;

/** {@code LabeledExtract} and {@code LabeledExpand} of RFC 9180 section 4, for one suite_id. */
record HpkeLabels(Kdf kdf, byte[] suiteId) {
  private static final byte[] VERSION = "HPKE-v1".getBytes(StandardCharsets.US_ASCII);

  Secret extract(byte[] salt, String label, byte[] input) {
    TlsWriter labelled =
        new TlsWriter().bytes(VERSION).bytes(suiteId).bytes(ascii(label)).bytes(input);
    Secret whole = Secret.owning(labelled.toByteArray());
    labelled.wipe();
    Secret extracted = kdf.extract(salt, whole.expose());
    whole.wipe();
    return extracted;
  }

  Secret expand(Secret pseudorandom, String label, byte[] info, int length) {
    byte[] labelled =
        new TlsWriter()
            .u16(length)
            .bytes(VERSION)
            .bytes(suiteId)
            .bytes(ascii(label))
            .bytes(info)
            .toByteArray();
    return kdf.expand(pseudorandom, labelled, length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
