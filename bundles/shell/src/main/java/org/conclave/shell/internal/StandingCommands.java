package org.conclave.shell.internal;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.conclave.api.organisation.LedgerFreshness;

/** How this device stands to the organisation, and what a person can do about it. */
final class StandingCommands implements CommandSet {
  private final Services services;

  StandingCommands(Services services) {
    this.services = services;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        new Command(
            "standing",
            "",
            "Says how this device stands to the organisation: OUTSIDE, WAITING, RESTORING, ACTIVE"
                + " or LOCKED.",
            arguments -> Standings.describe(services.organisation().standing())),
        new Command(
            "wait-standing",
            "KIND [--timeout SECONDS]",
            "Waits until this device stands so, 30 s unless --timeout says otherwise.",
            arguments -> {
              String wanted = arguments.position(0).toUpperCase(Locale.ROOT);
              if (!Standings.KINDS.contains(wanted)) {
                throw CommandException.usage("KIND is one of " + Standings.KINDS + ".");
              }
              Polling.until(
                  services,
                  arguments.seconds("timeout", Duration.ofSeconds(30)),
                  () -> Standings.kind(services.organisation().standing()).equals(wanted));
              return Standings.describe(services.organisation().standing());
            }),
        new Command(
            "give-up",
            "",
            "Takes back a request to join that nobody has confirmed, or a restored account that"
                + " waits.",
            arguments -> {
              services.organisation().giveUpWaiting();
              return Standings.describe(services.organisation().standing());
            }),
        new Command(
            "use-here-again",
            "",
            "On a device that was locked because another one took its place: takes the account"
                + " over again.",
            arguments -> {
              services.organisation().useHereAgain();
              return Standings.describe(services.organisation().standing());
            }),
        new Command(
            "freshness",
            "",
            "Says how current what this device knows of the organisation is.",
            arguments -> {
              LedgerFreshness freshness = services.member().freshness();
              return Map.of(
                  "state",
                  freshness.state().name(),
                  "last_beacon",
                  freshness.lastBeacon().map(String::valueOf).orElse(""));
            }));
  }
}
