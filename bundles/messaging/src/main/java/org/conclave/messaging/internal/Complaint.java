package org.conclave.messaging.internal;

import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.Rejection;
import org.conclave.api.messaging.MessengerException;
import org.conclave.api.messaging.MessengerException.Reason;
import org.conclave.api.storage.StorageException;

/** What people are told when something was not done. */
final class Complaint {
  private Complaint() {}

  static MessengerException noSuchConversation() {
    return new MessengerException(
        Reason.NO_SUCH_CONVERSATION,
        "This conversation is not on this device. Nothing was done; choose one from the list.");
  }

  static MessengerException noSuchMember() {
    return new MessengerException(
        Reason.NO_SUCH_MEMBER,
        "This person is not a member here. Nobody was added or removed; if they were invited only"
            + " now, try again once they have joined the organisation.");
  }

  static MessengerException notAdministrator() {
    return new MessengerException(
        Reason.NOT_ADMINISTRATOR,
        "Only an administrator of the group can change who is in it. Nothing was changed; ask one"
            + " of them.");
  }

  static MessengerException alreadyInGroup() {
    return new MessengerException(
        Reason.ALREADY_IN_GROUP, "This person is in the group already. Nothing was changed.");
  }

  static MessengerException evicted() {
    return new MessengerException(
        Reason.EVICTED,
        "You were removed from this group. You can read what was written before, and write nothing"
            + " more; an administrator of the group can add you again.");
  }

  static MessengerException invalidName() {
    return new MessengerException(
        Reason.INVALID_NAME,
        "A group's name has 1 to 100 characters and no control characters. No group was made;"
            + " choose another name.");
  }

  static MessengerException invalidText() {
    return new MessengerException(
        Reason.INVALID_TEXT,
        "A message has at least one character and at most 64 KiB. It was not sent; shorten it.");
  }

  static MessengerException selfRemoval() {
    return new MessengerException(
        Reason.NO_SUCH_MEMBER,
        "You cannot remove yourself from a group that you administer. Nothing was changed.");
  }

  static MessengerException closed() {
    return new MessengerException(
        Reason.CLOSED, "Messaging is being stopped. Nothing was done; try again when it is back.");
  }

  static MessengerException busy() {
    return new MessengerException(
        Reason.ENGINE,
        "Too many messages are waiting to be encrypted. This one was not sent; try again in a"
            + " moment.");
  }

  static MessengerException engine(EngineException cause) {
    return new MessengerException(
        Reason.ENGINE,
        "The encryption engine did not answer. Nothing was sent or changed, and nothing is lost;"
            + " try again in a moment.",
        cause);
  }

  static MessengerException refused(Rejection rejection) {
    return new MessengerException(
        Reason.ENGINE,
        "The encryption engine refused this ("
            + rejection.code()
            + ", "
            + rejection.rule()
            + "). Nothing was sent or changed.");
  }

  static MessengerException storage(StorageException cause) {
    return cause.reason() == StorageException.Reason.CLOSED
        ? closed()
        : new MessengerException(
            Reason.STORAGE,
            "It could not be written to disk, so nothing was done. " + cause.getMessage(),
            cause);
  }

  static MessengerException contended() {
    return new MessengerException(
        Reason.STORAGE,
        "The conversation kept changing while this was done, so it was given up. Nothing was"
            + " changed; try again.");
  }
}
