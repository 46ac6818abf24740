package org.conclave.mls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.tree.Credential;
import org.jspecify.annotations.Nullable;

/** Issues certificates, good ones and bad ones. */
final class TestAuthority {
  private final X500Name name;
  private final KeyPair keys;
  private final String algorithm;

  /** This authority's own certificate first. */
  private final List<byte[]> chain;

  private TestAuthority(X500Name name, KeyPair keys, String algorithm, List<byte[]> chain) {
    this.name = name;
    this.keys = keys;
    this.algorithm = algorithm;
    this.chain = chain;
  }

  /** What a certificate says. Begins as one that nothing is wrong with. */
  static final class Contents {
    X500Name subject = new X500Name("CN=member");
    @Nullable X500Name issuer;
    Instant notBefore = Instant.ofEpochSecond(Device.NOW - 86_400);
    Instant notAfter = Instant.ofEpochSecond(Device.NOW + 86_400);
    @Nullable BasicConstraints constraints;
    @Nullable KeyUsage usage = new KeyUsage(KeyUsage.digitalSignature);
    @Nullable ASN1ObjectIdentifier unknownCritical;

    static Contents ofAuthority(String name) {
      Contents contents = new Contents();
      contents.subject = new X500Name("CN=" + name);
      contents.constraints = new BasicConstraints(true);
      contents.usage = new KeyUsage(KeyUsage.keyCertSign);
      return contents;
    }

    Contents validFor(long from, long to) {
      notBefore = Instant.ofEpochSecond(from);
      notAfter = Instant.ofEpochSecond(to);
      return this;
    }
  }

  static TestAuthority root() {
    return root("Ed25519", 0, "Ed25519", Contents.ofAuthority("root"));
  }

  /**
   * @param keySize 0 where the kind of key has one size only
   */
  static TestAuthority root(String keyKind, int keySize, String algorithm, Contents contents) {
    KeyPair keys = keys(keyKind, keySize);
    TestAuthority self = new TestAuthority(contents.subject, keys, algorithm, List.of());
    return new TestAuthority(
        contents.subject, keys, algorithm, List.of(self.certificate(keys, contents)));
  }

  TestAuthority intermediate(Contents contents) {
    KeyPair fresh = keys("EC", 256);
    List<byte[]> longer = new ArrayList<>(List.of(certificate(fresh, contents)));
    longer.addAll(chain);
    return new TestAuthority(contents.subject, fresh, "SHA256withECDSA", longer);
  }

  /** Another authority of the same name and certificates, with a key of its own. */
  TestAuthority impostor() {
    boolean elliptic = keys.getPublic().getAlgorithm().equals("EC");
    KeyPair other = elliptic ? keys("EC", 256) : keys("Ed25519", 0);
    return new TestAuthority(name, other, algorithm, chain);
  }

  /** A chain from a key up to the root. */
  List<byte[]> certify(byte[] subjectPublicKeyInfo) {
    return certify(subjectPublicKeyInfo, new Contents());
  }

  List<byte[]> certify(byte[] subjectPublicKeyInfo, Contents contents) {
    List<byte[]> whole = new ArrayList<>();
    whole.add(certificate(subjectPublicKeyInfo, contents));
    whole.addAll(chain);
    return whole;
  }

  /** A client with a fresh key and a certificate for it. */
  Signer signer(int suite, String name) {
    SignatureKeyPair keys = new MlsEngine().createIdentity(suite, new SecureRandom());
    Contents contents = new Contents();
    contents.subject = new X500Name("CN=" + name);
    return signer(suite, keys.publicKey(), keys.privateKey(), contents);
  }

  /** A client that keeps its key and gets another certificate. */
  Signer renew(Signer client, Contents contents) {
    return signer(
        client.cipherSuite(), client.signatureKey(), client.signaturePrivateKey(), contents);
  }

  private Signer signer(int suite, byte[] publicKey, byte[] privateKey, Contents contents) {
    CipherSuite functions = CipherSuites.find(suite).orElseThrow();
    List<byte[]> certificates = certify(functions.subjectPublicKeyInfo(publicKey), contents);
    return new Signer(suite, new Credential.X509(certificates), publicKey, privateKey);
  }

  private byte[] certificate(KeyPair subject, Contents contents) {
    return certificate(subject.getPublic().getEncoded(), contents);
  }

  private byte[] certificate(byte[] subjectPublicKeyInfo, Contents contents) {
    try {
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              contents.issuer == null ? name : contents.issuer,
              BigInteger.valueOf(1 + new SecureRandom().nextInt(1 << 20)),
              Date.from(contents.notBefore),
              Date.from(contents.notAfter),
              contents.subject,
              SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo));
      if (contents.constraints != null) {
        builder.addExtension(Extension.basicConstraints, true, contents.constraints);
      }
      if (contents.usage != null) {
        builder.addExtension(Extension.keyUsage, true, contents.usage);
      }
      if (contents.unknownCritical != null) {
        builder.addExtension(contents.unknownCritical, true, DERNull.INSTANCE);
      }
      return builder
          .build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate()))
          .getEncoded();
    } catch (Exception e) {
      throw new IllegalStateException("a test certificate cannot be made", e);
    }
  }

  private static KeyPair keys(String kind, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      if (size > 0) {
        generator.initialize(size);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
