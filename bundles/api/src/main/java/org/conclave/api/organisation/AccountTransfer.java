package org.conclave.api.organisation;

import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The account's way out of one profile and into another. For migration alone. Registered while the
 * profile is unlocked. Calls block on disk and engine, never on the network.
 */
@ProviderType
public interface AccountTransfer {
  /**
   * Everything that makes an account, as it is now. The caller closes it.
   *
   * @throws OrganisationException NOT_MEMBER, STORAGE
   */
  AccountMaterial material() throws OrganisationException;

  /**
   * What a backup says about itself, verified as far as it can be without joining.
   *
   * @throws OrganisationException BACKUP_DAMAGED where its parts do not belong together
   */
  AccountSummary inspect(AccountMaterial material) throws OrganisationException;

  /**
   * Puts the account into this profile, which must belong to no organisation, and makes keys for
   * this device. One transaction, which {@code alongside} is part of: what it does is committed
   * with the account or not at all. From then on {@link Organisation#standing} is Restoring until a
   * peer has told the newest device record, after which this device takes over by itself. The
   * caller closes {@code material}.
   *
   * @param alongside run once, last in the transaction, after everything was verified; the caller's
   *     own entries in the audit log belong here
   * @throws OrganisationException ALREADY_MEMBER, BACKUP_DAMAGED, ENGINE, STORAGE (with {@code
   *     alongside}'s exception as the cause, where it was the one that failed); nothing was changed
   */
  AccountSummary restore(
      AccountMaterial material, Storage.Work<@Nullable Void, StorageException> alongside)
      throws OrganisationException;
}
