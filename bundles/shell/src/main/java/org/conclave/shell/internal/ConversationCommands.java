package org.conclave.shell.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conclave.api.identity.GroupId;
import org.conclave.api.messaging.GroupParticipant;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.messaging.MessengerException;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.Message;

/** Groups and messages. */
final class ConversationCommands implements CommandSet {
  private final Services services;

  ConversationCommands(Services services) {
    this.services = services;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        new Command(
            "create-group",
            "NAME",
            "Creates a group that this member administers.",
            arguments -> describe(services.messenger().createGroup(arguments.position(0)))),
        new Command(
            "add-member",
            "GROUP MEMBER",
            "Adds a member of the organisation to a group. WAITING means that the member is added"
                + " when it is connected.",
            arguments -> {
              Messenger messenger = services.messenger();
              GroupId group = Names.conversation(messenger, arguments.position(0));
              var user = Names.member(services.organisation(), arguments.position(1));
              return Map.of("outcome", messenger.addMember(group, user).name());
            }),
        new Command(
            "remove-member",
            "GROUP MEMBER",
            "Removes a member from a group: it can read nothing that is sent after.",
            arguments -> {
              Messenger messenger = services.messenger();
              GroupId group = Names.conversation(messenger, arguments.position(0));
              messenger.removeMember(
                  group, Names.member(services.organisation(), arguments.position(1)));
              return Map.of("outcome", "REMOVED");
            }),
        new Command(
            "conversations",
            "",
            "Lists the conversations, newest activity first.",
            arguments ->
                services.messenger().conversations().stream()
                    .map(ConversationCommands::describe)
                    .toList()),
        new Command(
            "participants",
            "GROUP",
            "Lists who is in a group, and who is still to be added.",
            arguments -> {
              Messenger messenger = services.messenger();
              return messenger
                  .participants(Names.conversation(messenger, arguments.position(0)))
                  .stream()
                  .map(ConversationCommands::describe)
                  .toList();
            }),
        new Command(
            "send",
            "GROUP TEXT",
            "Sends a message. The answer comes when it is committed; it is delivered as members can"
                + " be reached.",
            arguments -> {
              Messenger messenger = services.messenger();
              GroupId group = Names.conversation(messenger, arguments.position(0));
              return describe(messenger.send(group, arguments.position(1)));
            }),
        new Command(
            "history",
            "GROUP [--after SEQUENCE] [--before SEQUENCE] [--limit N]",
            "Shows messages, oldest first: the newest 50, or those after or before a sequence"
                + " number.",
            this::history),
        new Command(
            "kept-history",
            "GROUP [--after SEQUENCE] [--limit N]",
            "Shows what is kept of a conversation in this profile, oldest first: also on a device"
                + " that is locked because it may not take part any more.",
            this::keptHistory),
        new Command(
            "mark-read",
            "GROUP",
            "Marks a conversation as read.",
            arguments -> {
              Messenger messenger = services.messenger();
              messenger.markRead(Names.conversation(messenger, arguments.position(0)));
              return Map.of();
            }),
        new Command(
            "wait-conversation",
            "GROUP [--timeout SECONDS]",
            "Waits until this member is in the group, 30 s unless --timeout says otherwise.",
            arguments -> {
              Messenger messenger = services.messenger();
              Duration patience = arguments.seconds("timeout", Duration.ofSeconds(30));
              Polling.until(
                  services, patience, () -> Names.isConversation(messenger, arguments.position(0)));
              return messenger
                  .conversation(Names.conversation(messenger, arguments.position(0)))
                  .<Object>map(ConversationCommands::describe)
                  .orElse(Map.of());
            }),
        new Command(
            "wait-messages",
            "GROUP COUNT [--timeout SECONDS]",
            "Waits until the history has at least COUNT messages, 30 s unless --timeout says"
                + " otherwise.",
            this::waitMessages),
        new Command(
            "wait-delivered",
            "[--timeout SECONDS]",
            "Waits until everything sent from here is acknowledged by everybody, 30 s unless"
                + " --timeout says otherwise.",
            arguments -> {
              Duration patience = arguments.seconds("timeout", Duration.ofSeconds(30));
              Polling.until(services, patience, () -> services.messenger().undelivered() == 0);
              return Map.of("undelivered", services.messenger().undelivered());
            }));
  }

  private Object history(Arguments arguments) throws Exception {
    Messenger messenger = services.messenger();
    GroupId group = Names.conversation(messenger, arguments.position(0));
    int limit = (int) arguments.number("limit", 50, 1, 10_000);
    List<Message> messages =
        arguments.option("after").isPresent()
            ? messenger.historyAfter(group, arguments.number("after", 0, 0, Long.MAX_VALUE), limit)
            : messenger.history(
                group, arguments.number("before", Long.MAX_VALUE, 1, Long.MAX_VALUE), limit);
    return messages.stream().map(ConversationCommands::describe).toList();
  }

  private Object keptHistory(Arguments arguments) throws Exception {
    long after = arguments.number("after", 0, 0, Long.MAX_VALUE);
    int limit = (int) arguments.number("limit", 50, 1, 10_000);
    List<Conversation> kept =
        services.storage().read(transaction -> transaction.conversations().all());
    GroupId group = Names.conversation(kept, arguments.position(0));
    return services
        .storage()
        .read(transaction -> transaction.messages().after(group, after, limit))
        .stream()
        .map(ConversationCommands::describe)
        .toList();
  }

  private Object waitMessages(Arguments arguments) throws Exception {
    long wanted = arguments.numberAt(1, "COUNT", 0, Integer.MAX_VALUE);
    Duration patience = arguments.seconds("timeout", Duration.ofSeconds(30));
    Messenger messenger = services.messenger();
    GroupId group = Names.conversation(messenger, arguments.position(0));
    Polling.until(services, patience, () -> count(group) >= wanted);
    return Map.of("count", count(group));
  }

  /** Asks the messenger of the moment: the bundle may be swapped while a command waits. */
  private long count(GroupId group) throws CommandException, MessengerException {
    return services.messenger().messageCount(group);
  }

  private static Map<String, Object> describe(Conversation conversation) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("group", conversation.group().toHex());
    answer.put("name", conversation.name());
    answer.put("status", conversation.status().name());
    answer.put("administrator", conversation.administrator());
    answer.put("unread", conversation.unread());
    return answer;
  }

  private static Map<String, Object> describe(Message message) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", message.id().toHex());
    answer.put("sequence", message.sequence());
    answer.put("author", message.author().toHex());
    answer.put("own", message.own());
    answer.put("text", message.text());
    answer.put("sent_at_us", micros(message.sentAt()));
    answer.put("committed_at_us", micros(message.committedAt()));
    if (message.own()) {
      answer.put("recipients", message.recipients());
      answer.put("received", message.received());
    }
    return answer;
  }

  private static Map<String, Object> describe(GroupParticipant participant) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("user", participant.user().toHex());
    answer.put("name", participant.name());
    answer.put("self", participant.self());
    answer.put("administrator", participant.administrator());
    answer.put("waiting", participant.waiting());
    return answer;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
