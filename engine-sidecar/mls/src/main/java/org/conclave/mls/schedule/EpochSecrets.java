package org.conclave.mls.schedule;

import java.util.List;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;

/** The secrets of an epoch that last as long as it does, RFC 9420 section 8, table 4. */
public record EpochSecrets(
    Secret senderData,
    Secret exporter,
    Secret epochAuthenticator,
    Secret external,
    Secret confirmation,
    Secret membership,
    Secret resumption,
    Secret init) {

  static EpochSecrets derive(CipherSuite suite, Secret epochSecret) {
    return new EpochSecrets(
        suite.deriveSecret(epochSecret, "sender data"),
        suite.deriveSecret(epochSecret, "exporter"),
        suite.deriveSecret(epochSecret, "authentication"),
        suite.deriveSecret(epochSecret, "external"),
        suite.deriveSecret(epochSecret, "confirm"),
        suite.deriveSecret(epochSecret, "membership"),
        suite.deriveSecret(epochSecret, "resumption"),
        suite.deriveSecret(epochSecret, "init"));
  }

  /** All of them, in the order of the record. */
  public List<Secret> all() {
    return List.of(
        senderData,
        exporter,
        epochAuthenticator,
        external,
        confirmation,
        membership,
        resumption,
        init);
  }

  /** {@code MLS-Exporter}, section 8.5. */
  public Secret export(CipherSuite suite, String label, byte[] context, int length) {
    Secret derived = suite.deriveSecret(exporter, label);
    Secret exported = suite.expandWithLabel(derived, "exported", suite.hash(context), length);
    derived.wipe();
    return exported;
  }
}
