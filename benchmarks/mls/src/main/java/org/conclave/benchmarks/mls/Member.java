package org.conclave.benchmarks.mls;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.conclave.mls.KeyPackageBundle;
import org.conclave.mls.KeyPackageRequest;
import org.conclave.mls.Lifetime;
import org.conclave.mls.MlsEngine;
import org.conclave.mls.SignatureKeyPair;
import org.conclave.mls.Signer;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.rule.RuleViolation;

/** One who is to be in a group, with all keys: of either implementation. */
record Member(
    Signer signer,
    KeyPackageBundle bundle,
    KeyPackage keyPackage,
    Secret initKey,
    Secret encryptionKey) {
  static final Lifetime ALWAYS = new Lifetime(0, Long.MAX_VALUE);

  static Member create(MlsEngine engine, int number, SecureRandom random) {
    SignatureKeyPair pair = engine.createIdentity(CipherSuites.DEFAULT, random);
    Signer signer =
        new Signer(
            CipherSuites.DEFAULT,
            ("member " + number).getBytes(StandardCharsets.US_ASCII),
            pair.publicKey(),
            pair.privateKey());
    KeyPackageBundle bundle =
        engine.createKeyPackage(new KeyPackageRequest(signer, ALWAYS, false, List.of()), random);
    try {
      TlsReader in = new TlsReader(bundle.privatePart());
      in.u8();
      return new Member(
          signer,
          bundle,
          MlsMessage.decode(bundle.keyPackage(), KeyPackage.class),
          Secret.owning(in.opaque()),
          Secret.owning(in.opaque()));
    } catch (RuleViolation e) {
      throw new IllegalStateException("a key package of our own does not parse", e);
    }
  }
}
