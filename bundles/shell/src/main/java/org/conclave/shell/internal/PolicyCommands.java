package org.conclave.shell.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.SitePolicy;

/** What holds for everybody. */
final class PolicyCommands implements CommandSet {
  private static final int CENTURY = 36_500;

  private final Services services;

  PolicyCommands(Services services) {
    this.services = services;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        new Command(
            "policy",
            "[--site SITE]",
            "Shows what was signed for the organisation, or for exactly that site.",
            arguments ->
                describe(services.administration().policy(arguments.option("site").orElse("")))),
        new Command(
            "own-policy",
            "",
            "Shows what holds for this member: the stricter of the organisation's and its site's.",
            arguments -> describe(services.member().policy())),
        new Command(
            "set-policy",
            "[--site SITE] [--takeover-approval YES-NO] [--retention-days N]"
                + " [--group-creators WHO] [--warn-days N] [--refuse-days N] [--feature ID=STATE]"
                + " [--plugin-signer HASH]",
            "Signs what holds for the organisation or a site, beginning with what holds now and"
                + " changing what is named. YES-NO is yes or no; --retention-days 0 keeps messages"
                + " for ever; WHO is everybody or administrators; STATE is free, on or off, and"
                + " --feature may be repeated. --plugin-signer, also repeated, replaces the whole"
                + " list; 'none' empties it.",
            arguments -> {
              String site = arguments.option("site").orElse("");
              SitePolicy policy = change(services.administration().policy(site), arguments);
              services.administration().setPolicy(site, policy);
              return describe(policy);
            }));
  }

  static SitePolicy change(SitePolicy now, Arguments arguments) throws CommandException {
    Map<String, SitePolicy.Feature> features = new TreeMap<>(now.features());
    for (String named : arguments.options("feature")) {
      String[] parts = named.split("=", 2);
      if (parts.length < 2) {
        throw CommandException.usage("--feature takes a feature's id, = and its state.");
      }
      features.put(parts[0], Arguments.choice("--feature", parts[1], SitePolicy.Feature.class));
    }
    Optional<Duration> retention = now.retention();
    if (arguments.has("retention-days")) {
      long days = arguments.number("retention-days", 0, 0, CENTURY);
      retention = days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
    }
    return new SitePolicy(
        features,
        arguments.has("takeover-approval")
            ? Arguments.yes("--takeover-approval", arguments.require("takeover-approval"))
            : now.takeoverNeedsApproval(),
        retention,
        arguments
            .choice("group-creators", SitePolicy.GroupCreators.class)
            .orElse(now.groupCreators()),
        days(arguments, "warn-days", now.warnWithoutBeacon()),
        days(arguments, "refuse-days", now.refuseWithoutBeacon()),
        signers(now.pluginSigners(), arguments.options("plugin-signer")));
  }

  private static Duration days(Arguments arguments, String name, Duration now)
      throws CommandException {
    return arguments.has(name) ? Duration.ofDays(arguments.number(name, 1, 1, CENTURY)) : now;
  }

  private static List<Bytes> signers(List<Bytes> now, List<String> named) throws CommandException {
    if (named.isEmpty()) {
      return now;
    }
    List<Bytes> signers = new ArrayList<>();
    for (String hash : named.equals(List.of("none")) ? List.<String>of() : named) {
      signers.add(Arguments.bytes("--plugin-signer", hash));
    }
    return signers;
  }

  private static Map<String, Object> describe(SitePolicy policy) {
    Map<String, Object> answer = new LinkedHashMap<>();
    Map<String, String> features = new TreeMap<>();
    policy.features().forEach((id, state) -> features.put(id, state.name()));
    answer.put("features", features);
    answer.put("takeover_needs_approval", policy.takeoverNeedsApproval());
    answer.put("retention_days", policy.retention().map(Duration::toDays).orElse(null));
    answer.put("group_creators", policy.groupCreators().name());
    answer.put("warn_days", policy.warnWithoutBeacon().toDays());
    answer.put("refuse_days", policy.refuseWithoutBeacon().toDays());
    answer.put("plugin_signers", policy.pluginSigners().stream().map(Bytes::toHex).toList());
    return answer;
  }
}
