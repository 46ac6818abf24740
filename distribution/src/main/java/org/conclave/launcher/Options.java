package org.conclave.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command line of {@code conclave}. */
record Options(
    Path profile,
    boolean headless,
    @Nullable String passphraseFile,
    @Nullable String passphraseDescriptor,
    List<String> listen,
    boolean version,
    boolean help) {

  static final String USAGE =
      """
      Usage: conclave [OPTION]...
             conclave demo [OPTION]...

      Opens the window on your profile. Messages are end-to-end encrypted, and no server is involved.

        --profile DIR            the profile (default: $XDG_DATA_HOME/conclave)
        --headless               no window: commands from standard input, one JSON line each in answer
        --passphrase-file F      headless: unlock with the first line of F (a new profile is made with it)
        --passphrase-fd N        headless: the same, from an open file descriptor
        --listen MULTIADDR       listen there, e.g. /ip4/0.0.0.0/tcp/4001; kept in the profile; may be repeated
        --version                print the version
        --help                   print this

        demo                     members on this machine exchange messages; conclave demo --help tells more
      """;

  /** The command line is not one. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  static Options parse(List<String> words, Map<String, String> environment) throws UsageException {
    Path profile = null;
    boolean headless = false;
    String passphraseFile = null;
    String passphraseDescriptor = null;
    List<String> listen = new ArrayList<>();
    boolean version = false;
    boolean help = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      switch (word) {
        case "--headless" -> headless = true;
        case "--version" -> version = true;
        case "--help", "-h" -> help = true;
        case "--profile" -> profile = path(word, value(words, ++i));
        case "--passphrase-file" -> passphraseFile = path(word, value(words, ++i)).toString();
        case "--passphrase-fd" -> passphraseDescriptor = descriptor(value(words, ++i));
        case "--listen" -> listen.add(multiaddr(value(words, ++i)));
        default -> throw new UsageException("unknown option: " + word);
      }
    }
    if (!headless && (passphraseFile != null || passphraseDescriptor != null)) {
      throw new UsageException(
          "a passphrase is taken from a file or descriptor only with --headless");
    }
    return new Options(
        profile == null ? defaultProfile(environment) : profile,
        headless,
        passphraseFile,
        passphraseDescriptor,
        List.copyOf(listen),
        version,
        help);
  }

  /** What the bundles are told of it; the names are those of LaunchProperties of the API. */
  Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    properties.put("conclave.headless", String.valueOf(headless));
    if (passphraseFile != null) {
      properties.put("conclave.passphrase.file", passphraseFile);
    }
    if (passphraseDescriptor != null) {
      properties.put("conclave.passphrase.fd", passphraseDescriptor);
    }
    if (!listen.isEmpty()) {
      properties.put("conclave.listen", String.join(",", listen));
    }
    return properties;
  }

  private static String value(List<String> words, int index) throws UsageException {
    if (index >= words.size()) {
      throw new UsageException("the option " + words.get(index - 1) + " takes a value");
    }
    return words.get(index);
  }

  private static Path path(String option, String text) throws UsageException {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new UsageException(option + ": not a path: " + text);
    }
  }

  private static String descriptor(String text) throws UsageException {
    if (!text.matches("[0-9]{1,6}")) {
      throw new UsageException("--passphrase-fd takes the number of an open file descriptor");
    }
    return text;
  }

  private static String multiaddr(String text) throws UsageException {
    if (!text.startsWith("/") || text.contains(",")) {
      throw new UsageException("--listen takes a multiaddr, e.g. /ip4/0.0.0.0/tcp/4001");
    }
    return text;
  }

  private static Path defaultProfile(Map<String, String> environment) {
    String dataHome = environment.getOrDefault("XDG_DATA_HOME", "");
    // The base directory specification says that relative paths in it are invalid.
    Path base =
        dataHome.startsWith("/")
            ? Path.of(dataHome)
            : Path.of(System.getProperty("user.home"), ".local", "share");
    return base.resolve("conclave");
  }
}
