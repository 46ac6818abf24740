package org.conclave.mls.codec;

/** A structure of the TLS presentation language that can write itself. */
public interface Encodable {
  void encode(TlsWriter out);

  default byte[] encoded() {
    TlsWriter out = new TlsWriter();
    encode(out);
    return out.toByteArray();
  }
}
