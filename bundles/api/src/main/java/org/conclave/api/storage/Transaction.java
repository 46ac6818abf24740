package org.conclave.api.storage;

import org.osgi.annotation.versioning.ProviderType;

/** One unit of work. Its stores see its own changes. Used by one thread, within the work only. */
@ProviderType
public interface Transaction {
  KeyValueStore keyValues();

  LedgerStore ledger();

  ConversationStore conversations();

  MessageStore messages();

  GroupStateStore groupStates();

  EnvelopeStore envelopes();

  OutboxStore outbox();

  KeyPackageStore keyPackages();

  AuditStore audit();

  /**
   * Attaches {@code event} to the commit: it is delivered after it, or never. The stores publish
   * the events that are theirs (see {@link StoreEvent}); callers publish those that no store does.
   */
  void publish(StoreEvent event);
}
