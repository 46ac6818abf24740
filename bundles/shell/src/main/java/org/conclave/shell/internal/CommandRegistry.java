package org.conclave.shell.internal;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.felix.service.command.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Offers every command as a Gogo function of the scope {@code conclave}, and {@code help} for all
 * of them.
 */
@Component(service = CommandRegistry.class)
public final class CommandRegistry {
  static final String SCOPE = "conclave";

  private final Map<String, Command> commands = new TreeMap<>();
  private final List<ServiceRegistration<Function>> registrations = new ArrayList<>();

  @Activate
  public CommandRegistry(BundleContext context, @Reference Services services) {
    List<CommandSet> sets =
        List.of(
            new ProfileCommands(services),
            new OrganisationCommands(services),
            new StandingCommands(services),
            new InvitationCommands(services),
            new AdministrationCommands(services),
            new PolicyCommands(services),
            new RecoveryCommands(services),
            new ConversationCommands(services),
            new NodeCommands(context, services),
            new AuditCommands(services),
            new MigrationCommands(services),
            new BundleCommands(context));
    sets.forEach(set -> set.commands().forEach(command -> commands.put(command.name(), command)));
    Command help =
        new Command(
            "help",
            "[COMMAND]",
            "Explains a command, or lists them all.",
            arguments -> help(arguments));
    commands.put(help.name(), help);
    for (Command command : commands.values()) {
      Dictionary<String, Object> properties = new Hashtable<>();
      properties.put("osgi.command.scope", SCOPE);
      properties.put("osgi.command.function", command.name());
      Function function =
          (session, words) -> command.run(words.stream().map(String::valueOf).toList());
      registrations.add(context.registerService(Function.class, function, properties));
    }
  }

  @Deactivate
  void stop() {
    registrations.forEach(ServiceRegistration::unregister);
  }

  Optional<Command> find(String name) {
    return Optional.ofNullable(commands.get(name));
  }

  private Object help(Arguments arguments) throws CommandException {
    if (arguments.count() == 0) {
      return commands.values().stream().map(CommandRegistry::describe).toList();
    }
    String name = arguments.position(0);
    return describe(
        find(name)
            .orElseThrow(
                () ->
                    new CommandException(
                        "NO_SUCH_COMMAND", "There is no command '" + name + "'.")));
  }

  private static Map<String, Object> describe(Command command) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("command", command.synopsis());
    answer.put("description", command.description());
    return answer;
  }
}
