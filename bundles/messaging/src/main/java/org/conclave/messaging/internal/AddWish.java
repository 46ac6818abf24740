package org.conclave.messaging.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;

/** An administrator's wish to have somebody in a group, kept until it can be carried out. */
record AddWish(GroupId group, UserId user) {
  private static final String KIND = "wish";

  static List<AddWish> all(Transaction transaction) throws StorageException {
    List<AddWish> wishes = new ArrayList<>();
    Map<String, SecretBytes> stored = transaction.keyValues().all(KeyedNames.NAMESPACE);
    for (Map.Entry<String, SecretBytes> entry : stored.entrySet()) {
      try (SecretBytes value = entry.getValue()) {
        if (entry.getKey().startsWith(KIND + "/")) {
          wishes.add(decode(Bytes.wrap(value.toByteArray())));
        }
      }
    }
    return wishes;
  }

  static List<AddWish> of(Transaction transaction, GroupId group) throws StorageException {
    return all(transaction).stream().filter(wish -> wish.group.equals(group)).toList();
  }

  private static AddWish decode(Bytes value) throws StorageException {
    if (value.size() != GroupId.SIZE + UserId.SIZE) {
      throw new StorageException(
          StorageException.Reason.DAMAGED, "A stored wish to add a member cannot be read.");
    }
    return new AddWish(
        new GroupId(value.slice(0, GroupId.SIZE)),
        new UserId(value.slice(GroupId.SIZE, value.size())));
  }

  boolean kept(Transaction transaction, KeyedNames names) throws StorageException {
    Optional<SecretBytes> stored = transaction.keyValues().get(KeyedNames.NAMESPACE, name(names));
    stored.ifPresent(SecretBytes::close);
    return stored.isPresent();
  }

  void keep(Transaction transaction, KeyedNames names) throws StorageException {
    transaction
        .keyValues()
        .put(KeyedNames.NAMESPACE, name(names), SecretBytes.wrap(value().toByteArray()));
  }

  void drop(Transaction transaction, KeyedNames names) throws StorageException {
    transaction.keyValues().delete(KeyedNames.NAMESPACE, name(names));
  }

  private String name(KeyedNames names) {
    return names.name(KIND, value());
  }

  private Bytes value() {
    return group.value().concat(user.value());
  }
}
