package org.conclave.messaging.internal;

import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.identity.GroupId;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;

/**
 * The GroupProfile of each group's tip. It stays when this member is removed: whoever brings it
 * back must have been an administrator of the group that it knew.
 */
final class ProfileRecords {
  private static final String KIND = "profile";

  private ProfileRecords() {}

  static Optional<VerifiedProfile> find(Transaction transaction, KeyedNames names, GroupId group)
      throws StorageException {
    Optional<SecretBytes> stored =
        transaction.keyValues().get(KeyedNames.NAMESPACE, names.name(KIND, group.value()));
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    try (SecretBytes value = stored.get()) {
      Optional<VerifiedProfile> profile = VerifiedProfile.decode(Bytes.wrap(value.toByteArray()));
      if (profile.isEmpty()) {
        throw new StorageException(
            StorageException.Reason.DAMAGED, "The stored profile of a group cannot be read.");
      }
      return profile;
    }
  }

  static void put(Transaction transaction, KeyedNames names, GroupId group, VerifiedProfile profile)
      throws StorageException {
    transaction
        .keyValues()
        .put(
            KeyedNames.NAMESPACE,
            names.name(KIND, group.value()),
            SecretBytes.wrap(profile.encode().toByteArray()));
  }
}
