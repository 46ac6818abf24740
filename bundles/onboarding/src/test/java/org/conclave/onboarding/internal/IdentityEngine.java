package org.conclave.onboarding.internal;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.BatchOutcome;
import org.conclave.api.engine.CommitOutcome;
import org.conclave.api.engine.CommitProposals;
import org.conclave.api.engine.CryptoEngine;
import org.conclave.api.engine.EncryptOutcome;
import org.conclave.api.engine.GroupExtension;
import org.conclave.api.engine.GroupStateView;
import org.conclave.api.engine.ImportOutcome;
import org.conclave.api.engine.JoinOutcome;
import org.conclave.api.engine.KeyPackage;
import org.conclave.api.engine.KeyPackageInspection;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.engine.NewState;
import org.conclave.api.engine.ProcessOutcome;
import org.conclave.api.engine.ProgressListener;
import org.conclave.api.engine.SignatureKeyPair;
import org.conclave.api.engine.Signer;
import org.conclave.api.identity.GroupId;
import org.conclave.onboarding.internal.statement.SigningKey;

/** An engine that makes real signature keys, which is all that onboarding asks of it. */
final class IdentityEngine implements CryptoEngine {
  private final SecureRandom random = new SecureRandom();

  @Override
  public SignatureKeyPair createIdentity() {
    SigningKey key = SigningKey.generate(random);
    return new SignatureKeyPair(key.publicKey(), key.seed());
  }

  @Override
  public KeyPackage createKeyPackage(Signer signer, Lifetime lifetime, boolean lastResort) {
    throw notOnboardings();
  }

  @Override
  public KeyPackageInspection inspectKeyPackage(Bytes keyPackage, Instant now) {
    throw notOnboardings();
  }

  @Override
  public NewState createGroup(
      GroupId group, Signer signer, Lifetime lifetime, List<GroupExtension> extensions) {
    throw notOnboardings();
  }

  @Override
  public CommitOutcome commit(
      GroupStateView state,
      Signer signer,
      CommitProposals proposals,
      Bytes authenticatedData,
      Instant now) {
    throw notOnboardings();
  }

  @Override
  public JoinOutcome join(Bytes welcome, Signer signer, List<KeyPackage> keyPackages, Instant now) {
    throw notOnboardings();
  }

  @Override
  public EncryptOutcome encrypt(
      GroupStateView state, Signer signer, Bytes content, Bytes authenticatedData) {
    throw notOnboardings();
  }

  @Override
  public ProcessOutcome process(GroupStateView state, Signer signer, Bytes message, Instant now) {
    throw notOnboardings();
  }

  @Override
  public BatchOutcome processAll(
      GroupStateView state, Signer signer, List<Bytes> messages, Instant now) {
    throw notOnboardings();
  }

  @Override
  public Bytes exportIdentity(
      SecretBytes payload, SecretBytes passphrase, ProgressListener progress) {
    throw notOnboardings();
  }

  @Override
  public ImportOutcome importIdentity(
      Bytes backup, SecretBytes passphrase, ProgressListener progress) {
    throw notOnboardings();
  }

  private static UnsupportedOperationException notOnboardings() {
    return new UnsupportedOperationException("onboarding has no business with groups");
  }
}
