package org.conclave.mls.crypto;

import java.security.SecureRandom;
import java.util.Optional;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** Hybrid public key encryption in base mode, RFC 9180 sections 5.1.1, 5.3 and 6.1. Thread safe. */
final class Hpke {
  private static final byte[] NOTHING = new byte[0];

  private final Kem kem;
  private final Kdf kdf;
  private final Aead aead;
  private final HpkeLabels labels;

  Hpke(Kem kem, Kdf kdf, Aead aead) {
    this.kem = kem;
    this.kdf = kdf;
    this.aead = aead;
    byte[] suiteId =
        new TlsWriter()
            .bytes(new byte[] {'H', 'P', 'K', 'E'})
            .u16(kem.id())
            .u16(kdf.id())
            .u16(aead.id())
            .toByteArray();
    this.labels = new HpkeLabels(kdf, suiteId);
  }

  /** {@code key_schedule_context}: the same for all who are sent to with one info. */
  EncryptionContext context(byte[] info) {
    byte[] pskIdHash = labels.extract(NOTHING, "psk_id_hash", NOTHING).expose();
    byte[] infoHash = labels.extract(NOTHING, "info_hash", info).expose();
    return new EncryptionContext(
        new TlsWriter().u8(0).bytes(pskIdHash).bytes(infoHash).toByteArray());
  }

  HpkeCiphertext seal(
      byte[] publicKey, EncryptionContext info, byte[] plaintext, SecureRandom random)
      throws RuleViolation {
    Kem.Encapsulated encapsulated = kem.encapsulate(publicKey, random);
    Context context = schedule(encapsulated.shared(), info);
    byte[] ciphertext = aead.seal(context.key(), context.nonce(), NOTHING, plaintext);
    context.wipe();
    return new HpkeCiphertext(encapsulated.encapsulated(), ciphertext);
  }

  /** The plaintext, or nothing if it was not sealed for this key and info. */
  Optional<Secret> open(Secret privateKey, byte[] info, HpkeCiphertext sealed)
      throws RuleViolation {
    Context context = schedule(kem.decapsulate(sealed.kemOutput(), privateKey), context(info));
    Optional<byte[]> plaintext =
        aead.open(context.key(), context.nonce(), NOTHING, sealed.ciphertext());
    context.wipe();
    return plaintext.map(Secret::owning);
  }

  /** The sender's side of an export: what the peer needs, and the secret. */
  Kem.Encapsulated sendExport(
      byte[] publicKey, byte[] exporterContext, int length, SecureRandom random)
      throws RuleViolation {
    Kem.Encapsulated encapsulated = kem.encapsulate(publicKey, random);
    return new Kem.Encapsulated(
        export(encapsulated.shared(), exporterContext, length), encapsulated.encapsulated());
  }

  /** The receiver's side of an export. */
  Secret receiveExport(byte[] encapsulated, Secret privateKey, byte[] exporterContext, int length)
      throws RuleViolation {
    return export(kem.decapsulate(encapsulated, privateKey), exporterContext, length);
  }

  private Secret export(Secret shared, byte[] exporterContext, int length) {
    Context context = schedule(shared, context(NOTHING));
    Secret exported = labels.expand(context.exporter(), "sec", exporterContext, length);
    context.wipe();
    return exported;
  }

  private Context schedule(Secret shared, EncryptionContext info) {
    byte[] context = info.keySchedule();
    Secret secret = labels.extract(shared.expose(), "secret", NOTHING);
    shared.wipe();
    Secret key = labels.expand(secret, "key", context, aead.keyLength());
    byte[] nonce = labels.expand(secret, "base_nonce", context, Aead.NONCE_LENGTH).expose();
    Secret exporter = labels.expand(secret, "exp", context, kdf.length());
    secret.wipe();
    return new Context(key, nonce, exporter);
  }

  private record Context(Secret key, byte[] nonce, Secret exporter) {
    void wipe() {
      key.wipe();
      exporter.wipe();
    }
  }
}
