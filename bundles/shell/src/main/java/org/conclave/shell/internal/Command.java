package org.conclave.shell.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing a person or a script can ask for. Its usage is also its syntax: words in capitals are
 * positions, {@code [WORD]} is an optional one, {@code [--name VALUE]} an option.
 *
 * @param name as it is typed
 * @param usage e.g. {@code GROUP [--limit N]}
 * @param description one or two sentences for {@code help}
 */
record Command(String name, String usage, String description, Action action) {
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
    for (String part : usage.isEmpty() ? new String[0] : usage.split(" (?![^\\[]*])")) {
      if (part.startsWith("[--")) {
        options.add(part.substring(3, part.indexOf(' ')));
      } else {
        most++;
        if (!part.startsWith("[")) {
          least++;
        }
      }
    }
    try {
      return action.run(Arguments.parse(words, options, least, most));
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
