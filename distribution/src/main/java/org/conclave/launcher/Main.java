package org.conclave.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.conclave.launcher.demo.Demo;
import org.osgi.framework.BundleException;

/**
 * {@code conclave}: exit status 0 after an orderly end, 1 if it cannot run, 2 if the command line
 * is not one.
 */
public final class Main {
  private Main() {}

  public static void main(String[] words) {
    System.exit(run(Arrays.asList(words)));
  }

  private static int run(List<String> words) {
    if (!words.isEmpty() && words.get(0).equals("demo")) {
      return Demo.run(words.subList(1, words.size()));
    }
    Options options;
    try {
      options = Options.parse(words, System.getenv());
    } catch (Options.UsageException e) {
      System.err.println("conclave: " + e.getMessage());
      System.err.println("Try conclave --help.");
      return 2;
    }
    if (options.help()) {
      System.out.print(Options.USAGE);
      return 0;
    }
    if (options.version()) {
      System.out.println("conclave " + Version.VERSION);
      return 0;
    }
    if (!options.headless() && !Display.isPresent()) {
      System.err.println(
          "conclave: there is no display to open a window on. Use --headless to work with"
              + " commands.");
      return 1;
    }
    try (ProfileLock lock = ProfileLock.take(options.profile())) {
      if (options.headless()) {
        System.setIn(CommandInput.of(System.in));
      }
      new Application(home(), options.profile(), options.properties()).run();
      return 0;
    } catch (ProfileLock.InUseException | IOException | BundleException e) {
      System.err.println("conclave: " + e.getMessage());
      return 1;
    }
  }

  /** The folder of the distribution: this jar is in its lib/. */
  private static Path home() {
    return Path.of(System.getProperty("conclave.home")).toAbsolutePath();
  }
}
