package org.conclave.shell.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;

/**
 * The words behind a command: positions, and options of the form {@code --name value} that may
 * stand anywhere.
 */
final class Arguments {
  private final List<String> positions = new ArrayList<>();
  private final Map<String, List<String>> options = new HashMap<>();

  private Arguments() {}

  /**
   * @param allowed names of options, without dashes
   * @param switches names of those without a value
   * @param least how many positions there must be
   * @param most how many there may be
   */
  static Arguments parse(
      List<String> words, List<String> allowed, List<String> switches, int least, int most)
      throws CommandException {
    Arguments arguments = new Arguments();
    boolean optionsEnded = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!optionsEnded && word.equals("--")) {
        optionsEnded = true;
      } else if (!optionsEnded && word.startsWith("--")) {
        String name = word.substring(2);
        if (switches.contains(name)) {
          arguments.options.put(name, List.of(""));
          continue;
        }
        if (!allowed.contains(name)) {
          throw CommandException.usage("There is no option " + word + " here.");
        }
        if (++i == words.size()) {
          throw CommandException.usage("The option " + word + " takes a value.");
        }
        arguments.options.computeIfAbsent(name, n -> new ArrayList<>()).add(words.get(i));
      } else {
        arguments.positions.add(word);
      }
    }
    int count = arguments.positions.size();
    if (count < least || count > most) {
      String wanted = least == most ? String.valueOf(least) : least + " to " + most;
      throw CommandException.usage("This takes " + wanted + " arguments, not " + count + ".");
    }
    return arguments;
  }

  String position(int index) {
    return positions.get(index);
  }

  int count() {
    return positions.size();
  }

  boolean has(String name) {
    return options.containsKey(name);
  }

  /** The value of an option that must be there. */
  String require(String name) throws CommandException {
    return option(name)
        .orElseThrow(() -> CommandException.usage("The option --" + name + " is missing."));
  }

  Optional<String> option(String name) {
    List<String> values = options(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }

  List<String> options(String name) {
    return options.getOrDefault(name, List.of());
  }

  long number(String name, long fallback, long least, long most) throws CommandException {
    Optional<String> value = option(name);
    return value.isPresent() ? number("--" + name, value.get(), least, most) : fallback;
  }

  long numberAt(int index, String what, long least, long most) throws CommandException {
    return number(what, position(index), least, most);
  }

  /** A value in hexadecimal digits. */
  Bytes bytesAt(int index, String what) throws CommandException {
    return bytes(what, position(index));
  }

  <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) throws CommandException {
    List<E> all = choices(name, type);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  <E extends Enum<E>> List<E> choices(String name, Class<E> type) throws CommandException {
    List<E> chosen = new ArrayList<>();
    for (String value : options(name)) {
      chosen.add(choice("--" + name, value, type));
    }
    return chosen;
  }

  /** The constant {@code SITE_ADMINISTRATOR} is typed {@code site-administrator}. */
  static <E extends Enum<E>> E choice(String what, String text, Class<E> type)
      throws CommandException {
    List<String> known = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String typed = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (typed.equals(text)) {
        return constant;
      }
      known.add(typed);
    }
    throw CommandException.usage(what + " takes one of " + String.join(", ", known) + ".");
  }

  static boolean yes(String what, String text) throws CommandException {
    return switch (text) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw CommandException.usage(what + " takes yes or no.");
    };
  }

  static Bytes bytes(String what, String hex) throws CommandException {
    try {
      return Bytes.ofHex(hex);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(what + " takes hexadecimal digits.");
    }
  }

  Duration seconds(String name, Duration fallback) throws CommandException {
    return Duration.ofSeconds(number(name, fallback.toSeconds(), 0, 3_600));
  }

  private static long number(String what, String text, long least, long most)
      throws CommandException {
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number out of range.
    }
    throw CommandException.usage(what + " takes a number from " + least + " to " + most + ".");
  }
}
