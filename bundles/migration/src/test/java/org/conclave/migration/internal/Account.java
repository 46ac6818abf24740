package org.conclave.migration.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.AccountMaterial;
import org.conclave.api.organisation.AccountSummary;
import org.conclave.api.organisation.AccountTransfer;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.Role;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Onboarding's side: an account is its seed, a value of the profile; its parts belong together if
 * the grant is the seed's hash.
 */
final class Account implements AccountTransfer {
  static final Bytes SEED = Bytes.utf8("the seed of an account: 32 bytes");
  static final Bytes ROOT = Bytes.utf8("the seed of the root key: 32 byt");

  private static final String NAMESPACE = "onboarding";
  private static final String KEY = "account";

  private final Storage storage;
  private final List<AccountMaterial> seen = new ArrayList<>();
  private boolean holdsRoot = true;
  private Optional<Reason> failure = Optional.empty();

  Account(Storage storage) {
    this.storage = storage;
  }

  void join() throws StorageException {
    storage.write(
        tx -> {
          tx.keyValues().put(NAMESPACE, KEY, SecretBytes.copyOf(SEED.toByteArray()));
          return true;
        });
  }

  void isNoAdministrators() {
    holdsRoot = false;
  }

  /** From now on every call fails, for this reason. */
  void failWith(Reason reason) {
    failure = Optional.of(reason);
  }

  /** All that went in or out. */
  List<AccountMaterial> seen() {
    return seen;
  }

  OwnStanding standing() {
    try {
      return storage.<OwnStanding, RuntimeException>read(
          tx ->
              tx.keyValues().get(NAMESPACE, KEY).isPresent()
                  ? new OwnStanding.Active()
                  : new OwnStanding.Outside());
    } catch (StorageException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public AccountMaterial material() throws OrganisationException {
    fail();
    if (standing() instanceof OwnStanding.Outside) {
      throw refused(Reason.NOT_MEMBER);
    }
    AccountMaterial material = sound();
    seen.add(material);
    return material;
  }

  private AccountMaterial sound() {
    return new AccountMaterial(
        SecretBytes.copyOf(SEED.toByteArray()),
        holdsRoot ? Optional.of(SecretBytes.copyOf(ROOT.toByteArray())) : Optional.empty(),
        Samples.bytes(Limits.FOUNDING_KEYS, 7),
        "Harbour",
        List.of("/ip4/192.0.2.1/tcp/4001/p2p/peer"),
        hash(SEED.toByteArray()),
        Bytes.utf8("device record"),
        List.of(Bytes.utf8("delegation"), Bytes.utf8("policy")),
        Samples.bytes(32, 8),
        Samples.bytes(Limits.BACKUP_ID, 9));
  }

  @Override
  public AccountSummary inspect(AccountMaterial material) throws OrganisationException {
    seen.add(material);
    fail();
    if (!hash(material.accountKey().toByteArray()).equals(material.grant())) {
      throw refused(Reason.BACKUP_DAMAGED);
    }
    return new AccountSummary(
        new OrganisationId(hash(material.founding().toByteArray())),
        material.organisationName(),
        new UserId(hash(material.grant().toByteArray())),
        "Ada",
        Role.ROOT_ADMINISTRATOR,
        material.rootKey().isPresent());
  }

  @Override
  public AccountSummary restore(
      AccountMaterial material, Storage.Work<@Nullable Void, StorageException> alongside)
      throws OrganisationException {
    AccountSummary summary = inspect(material);
    if (!(standing() instanceof OwnStanding.Outside)) {
      throw refused(Reason.ALREADY_MEMBER);
    }
    try {
      storage.write(
          tx -> {
            tx.keyValues().put(NAMESPACE, KEY, material.accountKey());
            return alongside.in(tx);
          });
      return summary;
    } catch (StorageException e) {
      throw new OrganisationException(Reason.STORAGE, e.getMessage(), e);
    }
  }

  private void fail() throws OrganisationException {
    if (failure.isPresent()) {
      throw refused(failure.get());
    }
  }

  private static OrganisationException refused(Reason reason) {
    return new OrganisationException(reason, "Onboarding says why.");
  }

  private static Bytes hash(byte[] content) {
    try {
      return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
