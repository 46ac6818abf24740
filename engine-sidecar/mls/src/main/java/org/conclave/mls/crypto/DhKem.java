package org.conclave.mls.crypto;

import java.security.SecureRandom;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.Reason;
import org.conclave.mls.rule.RuleViolation;

/** DHKEM of RFC 9180 section 4.1 over one group. */
final class DhKem implements Kem {
  private final int id;
  private final DhGroup group;
  private final HpkeLabels labels;

  DhKem(int id, DhGroup group, Kdf kdf) {
    this.id = id;
    this.group = group;
    byte[] suiteId = new TlsWriter().bytes(new byte[] {'K', 'E', 'M'}).u16(id).toByteArray();
    this.labels = new HpkeLabels(kdf, suiteId);
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public KemKeyPair generate(SecureRandom random) {
    return pairOf(group.generatePrivateKey(random));
  }

  @Override
  public KemKeyPair derive(Secret input) {
    Secret extracted = labels.extract(new byte[0], "dkp_prk", input.expose());
    Secret privateKey = group.derivePrivateKey(labels, extracted);
    extracted.wipe();
    return pairOf(privateKey);
  }

  @Override
  public byte[] publicKeyOf(Secret privateKey) {
    return group.publicKeyOf(privateKey);
  }

  @Override
  public boolean isPublicKey(byte[] publicKey) {
    return group.isPublicKey(publicKey);
  }

  @Override
  public Encapsulated encapsulate(byte[] publicKey, SecureRandom random) throws RuleViolation {
    KemKeyPair ephemeral = generate(random);
    Secret agreement = agree(ephemeral.privateKey(), publicKey);
    ephemeral.privateKey().wipe();
    return new Encapsulated(
        shared(agreement, ephemeral.publicKey(), publicKey), ephemeral.publicKey());
  }

  @Override
  public Secret decapsulate(byte[] encapsulated, Secret privateKey) throws RuleViolation {
    return shared(agree(privateKey, encapsulated), encapsulated, publicKeyOf(privateKey));
  }

  private KemKeyPair pairOf(Secret privateKey) {
    return new KemKeyPair(privateKey, publicKeyOf(privateKey));
  }

  private Secret shared(Secret agreement, byte[] encapsulated, byte[] recipient) {
    byte[] context = new TlsWriter().bytes(encapsulated).bytes(recipient).toByteArray();
    Secret extracted = labels.extract(new byte[0], "eae_prk", agreement.expose());
    Secret shared = labels.expand(extracted, "shared_secret", context, labels.kdf().length());
    agreement.wipe();
    extracted.wipe();
    return shared;
  }

  private Secret agree(Secret privateKey, byte[] publicKey) throws RuleViolation {
    return group
        .agree(privateKey, publicKey)
        .orElseThrow(
            () ->
                new RuleViolation(
                    Reason.INVALID, "RFC 9180 7.1.4", "a public key that must not be used"));
  }
}
