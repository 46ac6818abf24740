package org.conclave.sidecar.manager.internal;

import com.google.protobuf.UnsafeByteOperations;
import java.util.Arrays;
import org.conclave.api.engine.Signer;

/** A signer on its way to the engine; the copy of its private key is wiped when this is closed. */
final class SigningMaterial implements AutoCloseable {
  private final org.conclave.proto.engine.v1.Signer.Builder message;
  private final byte[] privateKey;

  /** With the private key. */
  static SigningMaterial secret(Signer signer) {
    return new SigningMaterial(signer, signer.keys().privateKey().toByteArray());
  }

  /** Without it, for calls that sign nothing. */
  static SigningMaterial publicOnly(Signer signer) {
    return new SigningMaterial(signer, new byte[0]);
  }

  private SigningMaterial(Signer signer, byte[] privateKey) {
    this.privateKey = privateKey;
    message =
        org.conclave.proto.engine.v1.Signer.newBuilder()
            .setCipherSuite(signer.suite().number())
            .setIdentity(ToProto.bytes(signer.credential()))
            .setSignatureKey(ToProto.bytes(signer.keys().publicKey()))
            .setSignaturePrivateKey(UnsafeByteOperations.unsafeWrap(privateKey));
  }

  org.conclave.proto.engine.v1.Signer.Builder message() {
    return message;
  }

  @Override
  public void close() {
    Arrays.fill(privateKey, (byte) 0);
  }
}
