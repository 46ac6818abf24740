package org.conclave.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.conclave.api.launch.LaunchProperties;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Headless: each line of standard input is a command, in Gogo's syntax or as a JSON array of
 * strings, and is answered with one JSON line on standard output, in order. End of input stops the
 * application. Nothing else is written to standard output, and nothing listens.
 */
@Component(service = HeadlessSession.class, immediate = true)
public final class HeadlessSession {
  private static final Logger LOG = LoggerFactory.getLogger(HeadlessSession.class);

  private static final long STOP_PATIENCE_MILLIS = 2_000;

  private final BundleContext context;
  private final CommandRegistry commands;
  private final CommandProcessor gogo;
  private final InputStream input;
  private final PrintStream output;
  private volatile boolean stopping;
  private @Nullable Thread reader;

  @Activate
  public HeadlessSession(
      BundleContext context,
      @Reference CommandRegistry commands,
      @Reference CommandProcessor gogo) {
    this(context, commands, gogo, System.in, utf8(System.out));
    if (Boolean.parseBoolean(context.getProperty(LaunchProperties.HEADLESS))) {
      reader = new Thread(this::serve, "conclave-headless");
      reader.setDaemon(true);
      reader.start();
    }
  }

  HeadlessSession(
      BundleContext context,
      CommandRegistry commands,
      CommandProcessor gogo,
      InputStream input,
      PrintStream output) {
    this.context = context;
    this.commands = commands;
    this.gogo = gogo;
    this.input = input;
    this.output = output;
  }

  /** JSON is UTF-8, whatever the locale that the application was started in. */
  private static PrintStream utf8(OutputStream output) {
    return new PrintStream(output, false, StandardCharsets.UTF_8);
  }

  @Deactivate
  void stop() {
    stopping = true;
    Thread thread = reader;
    if (thread != null && thread != Thread.currentThread()) {
      thread.interrupt();
      try {
        thread.join(STOP_PATIENCE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void serve() {
    PrintStream unused =
        new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    try (CommandSession session =
        gogo.createSession(InputStream.nullInputStream(), unused, unused)) {
      session.put("SCOPE", CommandRegistry.SCOPE + ":*");
      LineReader lines = new LineReader(input);
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (!line.isBlank()) {
          answer(answerTo(session, line.strip()));
        }
        if (stopping) {
          return;
        }
      }
      context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
    } catch (InterruptedIOException e) {
      LOG.debug("The headless session was asked to stop");
    } catch (IOException | BundleException e) {
      LOG.warn("The headless session ended: {}", e.toString());
    }
  }

  private void answer(String json) {
    output.println(json);
    output.flush();
  }

  String answerTo(CommandSession session, String line) {
    try {
      if (line.startsWith("[")) {
        List<String> words = Json.words(line);
        Command command =
            commands
                .find(words.get(0))
                .orElseThrow(
                    () ->
                        new CommandException(
                            "NO_SUCH_COMMAND",
                            "There is no command '" + words.get(0) + "'. Try help."));
        return Json.success(command.run(words.subList(1, words.size())));
      }
      return Json.success(session.execute(line));
    } catch (Exception e) {
      return Failures.describe(e);
    }
  }
}
