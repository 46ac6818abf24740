package org.conclave.shell.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Contradiction;
import org.conclave.api.organisation.Delegation;
import org.conclave.api.organisation.DelegationRequest;
import org.conclave.api.organisation.Role;

/** Ending a membership or a device, sharing the right to do so, and what contradicts itself. */
final class AdministrationCommands implements CommandSet {
  private final Services services;

  AdministrationCommands(Services services) {
    this.services = services;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        new Command(
            "revoke",
            "MEMBER [--wipe]",
            "Ends a membership for ever: peers disconnect the member and groups remove it. With"
                + " --wipe its device is told to erase the profile.",
            arguments -> {
              UserId user = member(arguments);
              services.administration().revoke(user, arguments.has("wipe"));
              return Map.of("user", user.toHex());
            }),
        new Command(
            "revoke-device",
            "MEMBER [--wipe]",
            "Takes out a member's present device. The member stays one; its next device needs an"
                + " approval.",
            arguments -> {
              UserId user = member(arguments);
              services.administration().revokeDevice(user, arguments.has("wipe"));
              return Map.of("user", user.toHex());
            }),
        new Command(
            "delegate",
            "MEMBER [--site SITE] [--role ROLE] [--may-delegate] [--days N] [--quota N]",
            "Makes a member a site administrator, for all sites unless --site names one, who may"
                + " invite in the given roles (member, unless --role says otherwise), at most"
                + " --quota people (100), for --days (365).",
            this::delegate),
        new Command(
            "delegations",
            "",
            "Lists the site administrators' rights.",
            arguments ->
                services.administration().delegations().stream()
                    .map(AdministrationCommands::describe)
                    .toList()),
        new Command(
            "withdraw",
            "DELEGATION",
            "Ends a site administrator's right; what it signed before stays.",
            arguments -> {
              services.administration().withdraw(arguments.bytesAt(0, "DELEGATION"));
              return Map.of();
            }),
        new Command(
            "contradictions",
            "",
            "Lists signed statements that cannot both be meant, and what follows.",
            arguments ->
                services.administration().contradictions().stream()
                    .map(AdministrationCommands::describe)
                    .toList()));
  }

  private UserId member(Arguments arguments) throws CommandException {
    return Names.member(services.organisation(), arguments.position(0));
  }

  private Object delegate(Arguments arguments) throws Exception {
    Set<Role> roles = new LinkedHashSet<>(arguments.choices("role", Role.class));
    return describe(
        services
            .administration()
            .delegate(
                new DelegationRequest(
                    member(arguments),
                    arguments.option("site").orElse(""),
                    roles.isEmpty() ? Set.of(Role.MEMBER) : roles,
                    arguments.has("may-delegate"),
                    Duration.ofDays(arguments.number("days", 365, 1, 400)),
                    (int) arguments.number("quota", 100, 0, 10_000))));
  }

  private static Map<String, Object> describe(Delegation delegation) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("delegation", delegation.id().toHex());
    answer.put("user", delegation.user().toHex());
    answer.put("by", delegation.by().map(UserId::toHex).orElse(null));
    answer.put("site", delegation.site());
    answer.put("roles", delegation.roles().stream().map(Role::name).sorted().toList());
    answer.put("may_delegate", delegation.mayDelegate());
    answer.put("not_after", delegation.notAfter().toString());
    answer.put("quota", delegation.quota());
    answer.put("used", delegation.used());
    return answer;
  }

  private static Map<String, Object> describe(Contradiction contradiction) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("kind", contradiction.kind().name());
    answer.put("user", contradiction.user().map(UserId::toHex).orElse(null));
    answer.put("name", contradiction.name());
    answer.put(
        "statements", contradiction.statements().stream().map(hash -> hash.toHex()).toList());
    answer.put("effect", contradiction.effect());
    return answer;
  }
}
