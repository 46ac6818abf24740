package org.conclave.shell.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing a person or a script can ask for. Its usage is also its syntax: words in capitals are
 * positions, {@code [WORD]} is an optional one, {@code [--name VALUE]} an option, {@code [--name]}
 * a switch, and {@code --name VALUE} an option that must be there.
 *
 * @param name as it is typed
 * @param usage e.g. {@code GROUP [--limit N]}
 * @param description one or two sentences for {@code help}
 */
record Command(String name, String usage, String description, Action action) {
  /** At each space that is neither within brackets nor before an option's value. */
  private static final String PARTS = "(?<!(?:^| )--[a-z-]{1,32}) (?![^\\[]*])";

  /** What a command does. */
  @FunctionalInterface
  interface Action {
    /**
     * @return the answer: maps with string keys, lists, strings, numbers, booleans, null
     * @throws Exception what the person is told: a {@link CommandException}, or an exception of the
     *     API with its reason
     */
    @Nullable Object run(Arguments arguments) throws Exception;
  }

  @Nullable Object run(List<String> words) throws Exception {
    int least = 0;
    int most = 0;
    List<String> options = new ArrayList<>();
    List<String> switches = new ArrayList<>();
    List<String> mandatory = new ArrayList<>();
    for (String part : usage.isEmpty() ? new String[0] : usage.split(PARTS)) {
      String name = part.replaceAll("[\\[\\]]|--| .*", "");
      if (part.startsWith("--")) {
        options.add(name);
        mandatory.add(name);
      } else if (part.startsWith("[--")) {
        (part.contains(" ") ? options : switches).add(name);
      } else {
        most++;
        if (!part.startsWith("[")) {
          least++;
        }
      }
    }
    try {
      Arguments arguments = Arguments.parse(words, options, switches, least, most);
      for (String option : mandatory) {
        arguments.require(option);
      }
      return action.run(arguments);
    } catch (CommandException e) {
      throw e.code().equals("USAGE")
          ? CommandException.usage(e.getMessage() + " Usage: " + synopsis())
          : e;
    }
  }

  String synopsis() {
    return usage.isEmpty() ? name : name + " " + usage;
  }
}
