package org.conclave.onboarding.internal;

import org.conclave.api.engine.KeyPackage;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;

/** The keys by which a device takes part: its own, its key packages, and the groups' secrets. */
final class SessionKeys {
  private SessionKeys() {}

  /** Destroys them. History and the account's key stay. */
  static void destroy(Transaction transaction) throws StorageException {
    new OnboardingStore(transaction).deleteKeys();
    for (KeyPackage keyPackage : transaction.keyPackages().all()) {
      keyPackage.privatePart().close();
      transaction.keyPackages().delete(keyPackage.reference());
    }
    for (OutboxRow row : transaction.outbox().open()) {
      transaction.outbox().end(row.id());
    }
    for (Conversation conversation : transaction.conversations().all()) {
      GroupId group = conversation.group();
      for (StateId state : transaction.groupStates().states(group)) {
        transaction.groupStates().deleteState(group, state);
      }
      if (conversation.status() == Conversation.Status.LIVE) {
        transaction.conversations().setStatus(group, Conversation.Status.REJOINING);
      }
    }
  }
}
