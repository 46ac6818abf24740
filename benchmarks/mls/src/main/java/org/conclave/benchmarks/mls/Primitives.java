package org.conclave.benchmarks.mls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.concurrent.TimeUnit;
import javax.crypto.KeyAgreement;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.EncryptionContext;
import org.conclave.mls.crypto.HpkeCiphertext;
import org.conclave.mls.crypto.KemKeyPair;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.rule.RuleViolation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What the operations are made of, in suite 1. Those whose name begins with {@code jdk} are what
 * the platform would offer instead of what is used.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Primitives {
  private static final int LEAF = 250;

  private final SecureRandom random = new SecureRandom();
  private final CipherSuite suite = CipherSuites.find(CipherSuites.DEFAULT).orElseThrow();
  private final byte[] kibibyte = new byte[1024];
  private final byte[] leaf = new byte[LEAF];
  private final Secret signatureKey = suite.generateSignatureKey(random);
  private final byte[] verificationKey = suite.signatureKeyOf(signatureKey);
  private final byte[] leafSignature = suite.signWithLabel(signatureKey, "leaf", leaf);
  private final byte[] messageSignature = suite.signWithLabel(signatureKey, "message", kibibyte);
  private final KemKeyPair pair = suite.generateKeyPair(random);
  private final Secret pathSecret = suite.randomSecret(random);
  private final EncryptionContext context = suite.encryptionContext("UpdatePathNode", leaf);
  private final HpkeCiphertext sealed;
  private final Secret aeadKey = Secret.zeros(suite.keyLength());
  private final byte[] nonce = new byte[suite.nonceLength()];
  private final byte[] ciphertext;
  private final byte[] senderData;
  private final KeyPair jdkSigner;
  private final byte[] jdkSignature;
  private final KeyPair jdkOne;
  private final KeyPair jdkOther;

  public Primitives() {
    try {
      sealed = suite.encrypt(pair.publicKey(), context, pathSecret, random);
      jdkSigner = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      jdkSignature = jdkSign();
      jdkOne = KeyPairGenerator.getInstance("X25519").generateKeyPair();
      jdkOther = KeyPairGenerator.getInstance("X25519").generateKeyPair();
    } catch (GeneralSecurityException | RuleViolation e) {
      throw new IllegalStateException(e);
    }
    ciphertext = suite.seal(aeadKey, nonce, leaf, kibibyte);
    senderData = suite.seal(aeadKey, nonce, leaf, new byte[12]);
  }

  @Benchmark
  public Object sign() {
    return suite.signWithLabel(signatureKey, "message", kibibyte);
  }

  @Benchmark
  public boolean verify() {
    return suite.verifyWithLabel(verificationKey, "message", kibibyte, messageSignature);
  }

  /** The check that a join makes for each leaf. */
  @Benchmark
  public boolean verifyLeaf() {
    return suite.verifyWithLabel(verificationKey, "leaf", leaf, leafSignature);
  }

  @Benchmark
  public Object hpkeSeal() throws RuleViolation {
    return suite.encrypt(pair.publicKey(), context, pathSecret, random);
  }

  @Benchmark
  public Object hpkeOpen() throws RuleViolation {
    return suite.decryptWithLabel(pair.privateKey(), "UpdatePathNode", leaf, sealed);
  }

  @Benchmark
  public Object deriveKeyPair() {
    return suite.deriveKeyPair(pathSecret);
  }

  @Benchmark
  public Object aeadSeal() {
    return suite.seal(aeadKey, nonce, leaf, kibibyte);
  }

  @Benchmark
  public Object aeadOpen() {
    return suite.open(aeadKey, nonce, leaf, ciphertext);
  }

  @Benchmark
  public Object aeadSealSenderData() {
    return suite.seal(aeadKey, nonce, leaf, new byte[12]);
  }

  @Benchmark
  public Object aeadOpenSenderData() {
    return suite.open(aeadKey, nonce, leaf, senderData);
  }

  @Benchmark
  public Object expand() {
    return suite.deriveTreeSecret(pathSecret, "key", 1, suite.keyLength());
  }

  @Benchmark
  public byte[] jdkSign() throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(jdkSigner.getPrivate());
    signature.update(leaf);
    return signature.sign();
  }

  @Benchmark
  public boolean jdkVerifyLeaf() throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(jdkSigner.getPublic());
    signature.update(leaf);
    return signature.verify(jdkSignature);
  }

  @Benchmark
  public Object jdkAgree() throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(jdkOne.getPrivate());
    agreement.doPhase(jdkOther.getPublic(), true);
    return agreement.generateSecret();
  }
}
