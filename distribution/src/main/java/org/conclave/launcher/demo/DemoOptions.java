package org.conclave.launcher.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param rate messages a second per member; 0 for as fast as each is committed
 */
record DemoOptions(
    int members,
    int messages,
    int rate,
    boolean killEngine,
    @Nullable String swap,
    boolean takeover,
    boolean revoke,
    boolean openInvite,
    boolean json,
    boolean help) {
  static final String USAGE =
      """
      Usage: conclave demo [OPTION]...

      Members, each a process with its own profile, port and engine, found an organisation on this machine's
      loopback, make a group and exchange messages. Exit status 0 only if each message reached everybody once,
      and what else was asked for happened.

        --members N       how many members (2 to 16, default 3)
        --messages M      how many messages each sends (1 to 100000, default 10)
        --rate R          messages a second per member (default: as fast as each is committed)
        --kill-engine     kill every engine with SIGKILL when half of the messages are committed
        --swap BUNDLE     stop, reload and start that bundle in one member then, e.g. networking
        --takeover        move one member to another device then; the old one locks, messages go on
        --revoke          remove a member from the organisation then; it reads nothing that is sent after
        --open-invite     one more joins by an open invitation, waits, and is confirmed
        --json            end with one line of JSON
        --help            print this
      """;

  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  static DemoOptions parse(List<String> words) throws UsageException {
    int members = 3;
    int messages = 10;
    int rate = 0;
    boolean killEngine = false;
    String swap = null;
    boolean takeover = false;
    boolean revoke = false;
    boolean openInvite = false;
    boolean json = false;
    boolean help = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      switch (word) {
        case "--members" -> members = number(words, ++i, 2, 16);
        case "--messages" -> messages = number(words, ++i, 1, 100_000);
        case "--rate" -> rate = number(words, ++i, 1, 1_000);
        case "--swap" -> swap = value(words, ++i);
        case "--kill-engine" -> killEngine = true;
        case "--takeover" -> takeover = true;
        case "--revoke" -> revoke = true;
        case "--open-invite" -> openInvite = true;
        case "--json" -> json = true;
        case "--help", "-h" -> help = true;
        default -> throw new UsageException("unknown option: " + word);
      }
    }
    if (takeover && revoke && members < 3) {
      throw new UsageException("--takeover with --revoke takes at least 3 members");
    }
    if (revoke && messages < 2) {
      throw new UsageException("--revoke takes at least 2 messages: one has to be sent after it");
    }
    return new DemoOptions(
        members, messages, rate, killEngine, swap, takeover, revoke, openInvite, json, help);
  }

  private static int number(List<String> words, int index, int least, int most)
      throws UsageException {
    try {
      int number = Integer.parseInt(value(words, index));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number out of range.
    }
    throw new UsageException(
        words.get(index - 1) + " takes a number from " + least + " to " + most);
  }

  private static String value(List<String> words, int index) throws UsageException {
    if (index >= words.size()) {
      throw new UsageException("the option " + words.get(index - 1) + " takes a value");
    }
    return words.get(index);
  }
}
