package org.conclave.onboarding.internal;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  private static final String BACKUP = "own.backup";
  private static final String JOINED = "own.joined";
  private static final String PHASE = "own.phase";
  private static final String CHAIN = "chain.";

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

  /** Where the chain of what {@code signer} signed here ends; empty before the first. */
  Optional<ChainEnd> chain(Bytes signer) throws StorageException {
    return find(CHAIN + signer.toHex())
        .map(bytes -> new ChainEnd(bytes.asByteBuffer().getLong(), bytes.slice(8, bytes.size())));
  }

  void putChain(Bytes signer, ChainEnd end) throws StorageException {
    Bytes counter = Bytes.wrap(ByteBuffer.allocate(8).putLong(end.counter()).array());
    put(CHAIN + signer.toHex(), counter.concat(end.hash()));
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

  /** Of the backup that the account came from; empty where it came from none. */
  Bytes backupId() throws StorageException {
    return find(BACKUP).orElse(Bytes.EMPTY);
  }

  void putBackupId(Bytes id) throws StorageException {
    put(BACKUP, id);
  }

  /** When this profile began to hear of the organisation: {@code now}, the first time. */
  Instant joined(Instant now) throws StorageException {
    Optional<Bytes> known = find(JOINED);
    if (known.isPresent()) {
      return Instant.ofEpochSecond(known.get().asByteBuffer().getLong());
    }
    put(JOINED, Bytes.wrap(ByteBuffer.allocate(8).putLong(now.getEpochSecond()).array()));
    return now;
  }

  /** The keys of this device are gone for good. */
  void deleteKeys() throws StorageException {
    for (String key : List.of(DEVICE, MAILBOX, MAILBOX_PUBLIC, MLS, MLS_PUBLIC)) {
      values.delete(NAMESPACE, key);
    }
  }

  /** This profile belongs to no organisation any more, and keeps its account. */
  void deletePlace() throws StorageException {
    for (String key :
        List.of(
            ORGANISATION_ROOT,
            ORGANISATION_RECOVERY,
            ORGANISATION_NAME,
            BOOTSTRAP,
            GRANT,
            RECORD,
            JOINED,
            PHASE)) {
      values.delete(NAMESPACE, key);
    }
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
            find(RECORD),
            find(PHASE).map(Phase::decode).orElse(new Phase.TakingPart())));
  }

  void putPlace(OwnPlace place) throws StorageException {
    put(ORGANISATION_ROOT, place.keys().root());
    put(ORGANISATION_RECOVERY, place.keys().recovery());
    put(ORGANISATION_NAME, Bytes.utf8(place.organisationName()));
    put(BOOTSTRAP, Bytes.utf8(String.join("\n", place.bootstrapAddresses())));
    put(GRANT, place.grant());
    if (place.record().isPresent()) {
      put(RECORD, place.record().get());
    } else {
      values.delete(NAMESPACE, RECORD);
    }
    put(PHASE, place.phase().encode());
  }

  /** Small values of one kind, by the rest of their key. */
  Map<String, Bytes> all(String kind) throws StorageException {
    Map<String, Bytes> found = new TreeMap<>();
    for (Map.Entry<String, SecretBytes> entry : values.all(NAMESPACE).entrySet()) {
      try (SecretBytes value = entry.getValue()) {
        if (entry.getKey().startsWith(kind + ".")) {
          found.put(entry.getKey().substring(kind.length() + 1), Bytes.wrap(value.toByteArray()));
        }
      }
    }
    return found;
  }

  Optional<Bytes> find(String kind, Bytes id) throws StorageException {
    return find(kind + "." + id.toHex());
  }

  void put(String kind, Bytes id, Bytes value) throws StorageException {
    put(kind + "." + id.toHex(), value);
  }

  void delete(String kind, Bytes id) throws StorageException {
    values.delete(NAMESPACE, kind + "." + id.toHex());
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
