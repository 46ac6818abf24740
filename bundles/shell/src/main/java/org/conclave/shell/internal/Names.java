package org.conclave.shell.internal;

import java.util.List;
import java.util.function.Function;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.messaging.MessengerException;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.storage.Conversation;

/**
 * What a person types for a conversation or a member: its name where only one has it, or the first
 * 8 or more digits of its id.
 */
final class Names {
  private static final int SHORTEST_PREFIX = 8;

  private Names() {}

  static GroupId conversation(Messenger messenger, String typed)
      throws CommandException, MessengerException {
    return one(
            "conversation",
            typed,
            messenger.conversations(),
            Conversation::name,
            c -> c.group().toHex())
        .group();
  }

  /** Among those that are on the disk, also where nobody takes part in them any more. */
  static GroupId conversation(List<Conversation> all, String typed) throws CommandException {
    return one("conversation", typed, all, Conversation::name, c -> c.group().toHex()).group();
  }

  static boolean isConversation(Messenger messenger, String typed) throws MessengerException {
    return !matching(typed, messenger.conversations(), Conversation::name, c -> c.group().toHex())
        .isEmpty();
  }

  static UserId member(Organisation organisation, String typed) throws CommandException {
    return one("member", typed, organisation.members(), Member::name, m -> m.user().toHex()).user();
  }

  private static <T> T one(
      String what, String typed, List<T> all, Function<T, String> name, Function<T, String> id)
      throws CommandException {
    List<T> found = matching(typed, all, name, id);
    if (found.isEmpty()) {
      throw new CommandException("NOT_FOUND", "There is no " + what + " '" + typed + "'.");
    }
    if (found.size() > 1) {
      throw new CommandException(
          "AMBIGUOUS", "'" + typed + "' fits more than one " + what + ": use the id.");
    }
    return found.get(0);
  }

  private static <T> List<T> matching(
      String typed, List<T> all, Function<T, String> name, Function<T, String> id) {
    List<T> byName = all.stream().filter(candidate -> name.apply(candidate).equals(typed)).toList();
    if (!byName.isEmpty() || typed.length() < SHORTEST_PREFIX) {
      return byName;
    }
    return all.stream().filter(candidate -> id.apply(candidate).startsWith(typed)).toList();
  }
}
