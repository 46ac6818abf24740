package org.conclave.onboarding.internal;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.SignatureKeyPair;
import org.conclave.api.storage.KeyValueStore;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.onboarding.internal.statement.MailboxKey;
import org.conclave.onboarding.internal.statement.OrganisationKeys;
import org.conclave.onboarding.internal.statement.SigningKey;

/** What onboarding keeps sealed in the profile, within one transaction. */
final class OnboardingStore {
  private static final String NAMESPACE = "onboarding";
  private static final String ACCOUNT = "account.key";
  private static final String ROOT = "root.key";
  private static final String DEVICE = "device.key";
  private static final String MAILBOX = "mailbox.key";
  private static final String MAILBOX_PUBLIC = "mailbox.public";
  private static final String MLS = "mls.key";
  private static final String MLS_PUBLIC = "mls.public";
  private static final String ORGANISATION_ROOT = "organisation.root";
  private static final String ORGANISATION_RECOVERY = "organisation.recovery";
  private static final String ORGANISATION_NAME = "organisation.name";
  private static final String BOOTSTRAP = "bootstrap";
  private static final String GRANT = "own.grant";
  private static final String RECORD = "own.record";
  private static final String CHAIN = "root.chain";

  private final KeyValueStore values;

  OnboardingStore(Transaction transaction) {
    this.values = transaction.keyValues();
  }

  Optional<SigningKey> account() throws StorageException {
    return values.get(NAMESPACE, ACCOUNT).map(SigningKey::ofSeed);
  }

  void putAccount(SigningKey account) throws StorageException {
    values.put(NAMESPACE, ACCOUNT, account.seed());
  }

  /** The organisation's root key, which only its founder's profile holds. */
  Optional<SigningKey> root() throws StorageException {
    return values.get(NAMESPACE, ROOT).map(SigningKey::ofSeed);
  }

  void putRoot(SigningKey root) throws StorageException {
    values.put(NAMESPACE, ROOT, root.seed());
  }

  /** Where the root key's chain of statements ends; empty before the first. */
  Optional<ChainEnd> chain() throws StorageException {
    return find(CHAIN)
        .map(bytes -> new ChainEnd(bytes.asByteBuffer().getLong(), bytes.slice(8, bytes.size())));
  }

  void putChain(ChainEnd end) throws StorageException {
    Bytes counter = Bytes.wrap(ByteBuffer.allocate(8).putLong(end.counter()).array());
    put(CHAIN, counter.concat(end.hash()));
  }

  /**
   * @throws StorageException DAMAGED if a key of this device is missing
   */
  OwnKeys keys() throws StorageException {
    return new OwnKeys(
        SigningKey.ofSeed(secret(DEVICE)),
        new MailboxKey(secret(MAILBOX), bytes(MAILBOX_PUBLIC)),
        new SignatureKeyPair(bytes(MLS_PUBLIC), secret(MLS)));
  }

  void putKeys(OwnKeys keys) throws StorageException {
    values.put(NAMESPACE, DEVICE, keys.device().seed());
    values.put(NAMESPACE, MAILBOX, keys.mailbox().privateKey());
    put(MAILBOX_PUBLIC, keys.mailbox().publicKey());
    values.put(NAMESPACE, MLS, keys.mls().privateKey());
    put(MLS_PUBLIC, keys.mls().publicKey());
  }

  boolean hasPlace() throws StorageException {
    return find(GRANT).isPresent();
  }

  /** Empty until the profile belongs to an organisation. */
  Optional<OwnPlace> place() throws StorageException {
    if (!hasPlace()) {
      return Optional.empty();
    }
    return Optional.of(
        new OwnPlace(
            OrganisationKeys.of(bytes(ORGANISATION_ROOT), bytes(ORGANISATION_RECOVERY)),
            bytes(ORGANISATION_NAME).toUtf8(),
            bytes(BOOTSTRAP).toUtf8().lines().toList(),
            bytes(GRANT),
            bytes(RECORD)));
  }

  void putPlace(OwnPlace place) throws StorageException {
    put(ORGANISATION_ROOT, place.keys().root());
    put(ORGANISATION_RECOVERY, place.keys().recovery());
    put(ORGANISATION_NAME, Bytes.utf8(place.organisationName()));
    put(BOOTSTRAP, Bytes.utf8(String.join("\n", place.bootstrapAddresses())));
    put(GRANT, place.grant());
    put(RECORD, place.record());
  }

  private SecretBytes secret(String key) throws StorageException {
    return values.get(NAMESPACE, key).orElseThrow(() -> missing(key));
  }

  private Bytes bytes(String key) throws StorageException {
    return find(key).orElseThrow(() -> missing(key));
  }

  private Optional<Bytes> find(String key) throws StorageException {
    try (SecretBytes value = values.get(NAMESPACE, key).orElse(null)) {
      return value == null ? Optional.empty() : Optional.of(Bytes.wrap(value.toByteArray()));
    }
  }

  private void put(String key, Bytes value) throws StorageException {
    try (SecretBytes sealed = SecretBytes.wrap(value.toByteArray())) {
      values.put(NAMESPACE, key, sealed);
    }
  }

  private static StorageException missing(String key) {
    return new StorageException(
        StorageException.Reason.DAMAGED,
        "The profile is damaged: " + key + " is missing. Restore it from a backup.");
  }
}
