package org.conclave.api.storage;

import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;

/** Something that was committed. Each is published by whom it names. */
public sealed interface StoreEvent {
  /** {@link ConversationStore}: created, renamed, read, or its status changed. */
  record ConversationChanged(GroupId group) implements StoreEvent {}

  /** {@link GroupStateStore}: somebody joined or left. */
  record RosterChanged(GroupId group) implements StoreEvent {}

  /** {@link MessageStore}: a message, own or received, is in the history. */
  record MessageStored(GroupId group, MessageId message, boolean own) implements StoreEvent {}

  /**
   * {@link MessageStore}: messages were deleted because their time was over; the conversation's
   * unread ones may be fewer.
   */
  record MessagesDeleted(GroupId group) implements StoreEvent {}

  /** {@link AuditStore}: something was recorded. */
  record AuditAppended() implements StoreEvent {}

  /** {@link MessageStore}: how many have received an own message. */
  record DeliveryChanged(GroupId group, MessageId message) implements StoreEvent {}

  /** {@link EnvelopeStore}: ciphertext that this device has processed and can serve. */
  record EnvelopeStored(GroupId group, EnvelopeId envelope) implements StoreEvent {}

  /**
   * Messaging: this device's state of the group was an earlier one, as after a disk image was put
   * back. What was still to be sent is encrypted anew; what was sent from here meanwhile is not in
   * the history.
   */
  record StateRewound(GroupId group) implements StoreEvent {}

  /** {@link OutboxStore}: there is something to send. */
  record OutboxAdded(long row) implements StoreEvent {}

  /** {@link LedgerStore}: statements were added. */
  record LedgerChanged() implements StoreEvent {}
}
