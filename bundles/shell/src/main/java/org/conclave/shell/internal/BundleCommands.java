package org.conclave.shell.internal;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** Switching parts off and on while the rest goes on. */
final class BundleCommands implements CommandSet {
  private static final String OURS = "org.conclave.";

  private final BundleContext context;

  BundleCommands(BundleContext context) {
    this.context = context;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        new Command(
            "bundles",
            "",
            "Lists the parts of the application and whether each is on.",
            arguments ->
                Arrays.stream(context.getBundles())
                    .filter(bundle -> name(bundle).startsWith(OURS))
                    .map(BundleCommands::describe)
                    .toList()),
        new Command(
            "stop",
            "BUNDLE",
            "Switches a part off, e.g. networking. Nothing is lost: see the table in"
                + " docs/architecture.md.",
            arguments -> {
              Bundle bundle = find(arguments.position(0));
              bundle.stop();
              return describe(bundle);
            }),
        new Command(
            "start",
            "BUNDLE",
            "Switches a part on.",
            arguments -> {
              Bundle bundle = find(arguments.position(0));
              bundle.start();
              return describe(bundle);
            }),
        new Command(
            "swap",
            "BUNDLE",
            "Stops a part, loads it anew from its file, and starts it.",
            arguments -> {
              Bundle bundle = find(arguments.position(0));
              swap(bundle);
              return describe(bundle);
            }),
        new Command(
            "exit",
            "",
            "Stops the application.",
            arguments -> {
              context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
              return Map.of();
            }));
  }

  private static void swap(Bundle bundle) throws BundleException {
    bundle.stop();
    bundle.update();
    bundle.start();
  }

  private Bundle find(String typed) throws CommandException {
    String symbolicName = typed.startsWith(OURS) ? typed : OURS + typed.replace('-', '.');
    return Arrays.stream(context.getBundles())
        .filter(bundle -> name(bundle).equals(symbolicName))
        .findFirst()
        .orElseThrow(
            () -> new CommandException("NOT_FOUND", "There is no bundle '" + typed + "'."));
  }

  private static String name(Bundle bundle) {
    return bundle.getSymbolicName() == null ? "" : bundle.getSymbolicName();
  }

  private static Map<String, Object> describe(Bundle bundle) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("bundle", name(bundle).substring(OURS.length()));
    answer.put("version", bundle.getVersion().toString());
    answer.put("active", bundle.getState() == Bundle.ACTIVE);
    return answer;
  }
}
