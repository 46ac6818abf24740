package org.conclave.mls.crypto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/**
 * One cipher suite of RFC 9420 section 17.1 with the labelled functions of sections 5.1, 5.2 and 8.
 * Thread safe: holds no mutable state.
 */
public final class CipherSuite {
  private static final String PREFIX = "MLS 1.0 ";
  private static final byte[] NOTHING = new byte[0];

  private final int id;
  private final String name;
  private final Kem kem;
  private final Kdf kdf;
  private final Aead aead;
  private final SignatureScheme signatures;
  private final Hpke hpke;

  CipherSuite(int id, String name, Kem kem, Kdf kdf, Aead aead, SignatureScheme signatures) {
    this.id = id;
    this.name = name;
    this.kem = kem;
    this.kdf = kdf;
    this.aead = aead;
    this.signatures = signatures;
    this.hpke = new Hpke(kem, kdf, aead);
  }

  public int id() {
    return id;
  }

  /** {@code KDF.Nh}: how long hashes, MACs and secrets are. */
  public int secretLength() {
    return kdf.length();
  }

  /** {@code AEAD.Nk}. */
  public int keyLength() {
    return aead.keyLength();
  }

  /** {@code AEAD.Nn}. */
  public int nonceLength() {
    return Aead.NONCE_LENGTH;
  }

  /** A fresh secret of {@code KDF.Nh} octets. */
  public Secret randomSecret(SecureRandom random) {
    byte[] value = new byte[kdf.length()];
    random.nextBytes(value);
    return Secret.owning(value);
  }

  // Hash, MAC and KDF.

  /** The hash of the parts, one after the other. */
  public byte[] hash(byte[]... parts) {
    return kdf.hash(parts);
  }

  public byte[] mac(Secret key, byte[]... parts) {
    return kdf.mac(key.expose(), parts);
  }

  /** Compares in constant time. */
  public boolean verifyMac(Secret key, byte[] tag, byte[]... parts) {
    return MessageDigest.isEqual(mac(key, parts), tag);
  }

  /** {@code RefHash}, section 5.2. The label is used as it is. */
  public byte[] refHash(String label, byte[] value) {
    return hash(new TlsWriter().opaque(ascii(label)).opaque(value).toByteArray());
  }

  /** {@code KDF.Extract}. */
  public Secret extract(Secret salt, Secret input) {
    return kdf.extract(salt.expose(), input.expose());
  }

  /** {@code ExpandWithLabel}, section 8. */
  public Secret expandWithLabel(Secret secret, String label, byte[] context, int length) {
    byte[] info =
        new TlsWriter().u16(length).opaque(ascii(PREFIX + label)).opaque(context).toByteArray();
    return kdf.expand(secret, info, length);
  }

  /** {@code DeriveSecret}, section 8. */
  public Secret deriveSecret(Secret secret, String label) {
    return expandWithLabel(secret, label, NOTHING, kdf.length());
  }

  /** {@code DeriveTreeSecret}, section 9.1. */
  public Secret deriveTreeSecret(Secret secret, String label, long generation, int length) {
    return expandWithLabel(secret, label, new TlsWriter().u32(generation).toByteArray(), length);
  }

  // AEAD.

  public byte[] seal(Secret key, byte[] nonce, byte[] associated, byte[] plaintext) {
    return aead.seal(key, nonce, associated, plaintext);
  }

  /** The plaintext, or nothing if it was not sealed so. */
  public Optional<byte[]> open(Secret key, byte[] nonce, byte[] associated, byte[] ciphertext) {
    return aead.open(key, nonce, associated, ciphertext);
  }

  // Signatures.

  public Secret generateSignatureKey(SecureRandom random) {
    return signatures.generatePrivateKey(random);
  }

  public byte[] signatureKeyOf(Secret privateKey) {
    return signatures.publicKeyOf(privateKey);
  }

  /** A signature key as X.509 certificates hold it: a {@code SubjectPublicKeyInfo} in DER. */
  public byte[] subjectPublicKeyInfo(byte[] signatureKey) {
    try {
      return new SubjectPublicKeyInfo(signatures.keyAlgorithm(), signatureKey)
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("a public key cannot be encoded", e);
    }
  }

  /** {@code SignWithLabel}, section 5.1.2. */
  public byte[] signWithLabel(Secret privateKey, String label, byte[] content) {
    return signatures.sign(privateKey, labelled(label, content));
  }

  /** {@code VerifyWithLabel}, section 5.1.2. */
  public boolean verifyWithLabel(byte[] publicKey, String label, byte[] content, byte[] signature) {
    return signatures.verify(publicKey, labelled(label, content), signature);
  }

  // HPKE.

  public KemKeyPair generateKeyPair(SecureRandom random) {
    return kem.generate(random);
  }

  /** {@code KEM.DeriveKeyPair}. */
  public KemKeyPair deriveKeyPair(Secret secret) {
    return kem.derive(secret);
  }

  public byte[] publicKeyOf(Secret privateKey) {
    return kem.publicKeyOf(privateKey);
  }

  /** Whether the octets can be an HPKE public key at all. */
  public boolean isPublicKey(byte[] publicKey) {
    return kem.isPublicKey(publicKey);
  }

  /** Label and context of {@code EncryptWithLabel}, section 5.1.3, for any number of recipients. */
  public EncryptionContext encryptionContext(String label, byte[] context) {
    return hpke.context(labelled(label, context));
  }

  /** {@code EncryptWithLabel}, section 5.1.3. */
  public HpkeCiphertext encrypt(
      byte[] publicKey, EncryptionContext context, Secret plaintext, SecureRandom random)
      throws RuleViolation {
    return hpke.seal(publicKey, context, plaintext.expose(), random);
  }

  /** {@code DecryptWithLabel}, section 5.1.3. Nothing if it was not encrypted so. */
  public Optional<Secret> decryptWithLabel(
      Secret privateKey, String label, byte[] context, HpkeCiphertext sealed) throws RuleViolation {
    return hpke.open(privateKey, labelled(label, context), sealed);
  }

  /** The joiner's side of the external initialisation, section 8.3. */
  public ExternalInitSecret sendExternalInit(byte[] externalPublicKey, SecureRandom random)
      throws RuleViolation {
    Kem.Encapsulated exported =
        hpke.sendExport(
            externalPublicKey, ascii(PREFIX + "external init secret"), kdf.length(), random);
    return new ExternalInitSecret(exported.shared(), exported.encapsulated());
  }

  /** The members' side of the external initialisation, section 8.3. */
  public Secret receiveExternalInit(byte[] kemOutput, Secret externalSecret) throws RuleViolation {
    Secret privateKey = kem.derive(externalSecret).privateKey();
    Secret initSecret =
        hpke.receiveExport(
            kemOutput, privateKey, ascii(PREFIX + "external init secret"), kdf.length());
    privateKey.wipe();
    return initSecret;
  }

  /** An init secret and the {@code kem_output} that tells it to the group. */
  public record ExternalInitSecret(Secret initSecret, byte[] kemOutput) {}

  @Override
  public String toString() {
    return name;
  }

  private static byte[] labelled(String label, byte[] content) {
    return new TlsWriter().opaque(ascii(PREFIX + label)).opaque(content).toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
