package org.conclave.migration.internal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.BatchOutcome;
import org.conclave.api.engine.CommitOutcome;
import org.conclave.api.engine.CommitProposals;
import org.conclave.api.engine.CryptoEngine;
import org.conclave.api.engine.EncryptOutcome;
import org.conclave.api.engine.EngineException;
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

/**
 * Seals as the engine does to whoever looks from outside: at no cost, by no cryptography, and with
 * its answer to a wrong passphrase, a cut file and a flipped bit.
 */
final class SealingEngine implements CryptoEngine {
  private static final byte[] MAGIC = "FAKE".getBytes(StandardCharsets.US_ASCII);

  private final List<SecretBytes> payloads = new ArrayList<>();
  private Optional<ImportOutcome.Reason> refusal = Optional.empty();
  private boolean broken;
  private boolean endless;
  private int calls;

  synchronized void refuse(ImportOutcome.Reason reason) {
    refusal = Optional.of(reason);
  }

  synchronized void breakDown() {
    broken = true;
  }

  /** Calls go on until they are interrupted. */
  synchronized void takeForEver() {
    endless = true;
  }

  /** All that it was given to seal, or opened. */
  List<SecretBytes> payloads() {
    return payloads;
  }

  synchronized int calls() {
    return calls;
  }

  @Override
  public Bytes exportIdentity(
      SecretBytes payload, SecretBytes passphrase, ProgressListener progress)
      throws EngineException {
    payloads.add(payload);
    work(progress);
    return seal(payload.toByteArray(), passphrase);
  }

  static Bytes seal(byte[] payload, SecretBytes passphrase) {
    byte[] sealed = Arrays.copyOf(MAGIC, MAGIC.length + 8 + payload.length);
    long check = check(payload, passphrase);
    for (int i = 0; i < 8; i++) {
      sealed[MAGIC.length + i] = (byte) (check >> 8 * i);
    }
    for (int i = 0; i < payload.length; i++) {
      sealed[MAGIC.length + 8 + i] = (byte) ~payload[i];
    }
    return Bytes.wrap(sealed);
  }

  @Override
  public ImportOutcome importIdentity(
      Bytes backup, SecretBytes passphrase, ProgressListener progress) throws EngineException {
    work(progress);
    if (refusal.isPresent()) {
      return new ImportOutcome.Refused(refusal.get(), "as the test said");
    }
    byte[] sealed = backup.toByteArray();
    if (sealed.length < MAGIC.length + 8) {
      return new ImportOutcome.Refused(ImportOutcome.Reason.CUT_OFF, "too short");
    }
    if (!Arrays.equals(sealed, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return new ImportOutcome.Refused(ImportOutcome.Reason.NOT_A_BACKUP, "no magic");
    }
    byte[] payload = new byte[sealed.length - MAGIC.length - 8];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) ~sealed[MAGIC.length + 8 + i];
    }
    if (!seal(payload, passphrase).equals(backup)) {
      return new ImportOutcome.Refused(
          ImportOutcome.Reason.WRONG_PASSPHRASE_OR_DAMAGED, "another check");
    }
    SecretBytes imported = SecretBytes.wrap(payload);
    payloads.add(imported);
    return new ImportOutcome.Imported(imported);
  }

  private void work(ProgressListener progress) throws EngineException {
    synchronized (this) {
      calls++;
      if (broken) {
        throw new EngineException(EngineException.Reason.INTERNAL, "broken");
      }
    }
    for (int perMille = 0; perMille <= 1_000; perMille += 250) {
      progress.progressed(perMille);
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted();
      }
    }
    try {
      synchronized (this) {
        while (endless) {
          wait();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
  }

  private static EngineException interrupted() {
    return new EngineException(EngineException.Reason.UNAVAILABLE, "interrupted");
  }

  private static long check(byte[] payload, SecretBytes passphrase) {
    CRC32 crc = new CRC32();
    crc.update(payload);
    crc.update(passphrase.toByteArray());
    return crc.getValue();
  }

  private static UnsupportedOperationException notForMigration() {
    return new UnsupportedOperationException("migration seals and opens, and no more");
  }

  @Override
  public SignatureKeyPair createIdentity() {
    throw notForMigration();
  }

  @Override
  public KeyPackage createKeyPackage(Signer signer, Lifetime lifetime, boolean lastResort) {
    throw notForMigration();
  }

  @Override
  public KeyPackageInspection inspectKeyPackage(Bytes keyPackage, Instant now) {
    throw notForMigration();
  }

  @Override
  public NewState createGroup(
      GroupId group, Signer signer, Lifetime lifetime, List<GroupExtension> extensions) {
    throw notForMigration();
  }

  @Override
  public CommitOutcome commit(
      GroupStateView state,
      Signer signer,
      CommitProposals proposals,
      Bytes authenticatedData,
      Instant now) {
    throw notForMigration();
  }

  @Override
  public JoinOutcome join(Bytes welcome, Signer signer, List<KeyPackage> keyPackages, Instant now) {
    throw notForMigration();
  }

  @Override
  public EncryptOutcome encrypt(
      GroupStateView state, Signer signer, Bytes content, Bytes authenticatedData) {
    throw notForMigration();
  }

  @Override
  public ProcessOutcome process(GroupStateView state, Signer signer, Bytes message, Instant now) {
    throw notForMigration();
  }

  @Override
  public BatchOutcome processAll(
      GroupStateView state, Signer signer, List<Bytes> messages, Instant now) {
    throw notForMigration();
  }
}
