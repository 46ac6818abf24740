package org.conclave.shell.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.audit.AuditEntry;
import org.conclave.api.audit.AuditVerdict;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Organisation;

/** What was recorded on this device, and whether it still is what was recorded. */
final class AuditCommands implements CommandSet {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Services services;

  AuditCommands(Services services) {
    this.services = services;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        new Command(
            "audit",
            "[--limit N] [--before N]",
            "Lists what was recorded on this device, newest first: 50 lines, unless --limit says"
                + " otherwise, with numbers less than --before.",
            arguments ->
                services
                    .auditLog()
                    .entries(
                        arguments.number("before", Long.MAX_VALUE, 1, Long.MAX_VALUE),
                        (int) arguments.number("limit", 50, 1, 10_000))
                    .stream()
                    .map(AuditCommands::describe)
                    .toList()),
        new Command(
            "audit-verify",
            "[FILE]",
            "Says whether an exported audit log, or else this device's own, is as it was recorded"
                + " and complete, and who signed the file.",
            arguments ->
                describe(
                    arguments.count() == 0
                        ? services.auditLog().verify()
                        : services.auditLog().verify(Path.of(arguments.position(0))))),
        new Command(
            "audit-export",
            "FILE",
            "Writes the audit log to a file, as lines of JSON whose last is signed by this device.",
            arguments -> describe(services.auditLog().export(Path.of(arguments.position(0))))));
  }

  private static Map<String, Object> describe(AuditEntry entry) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("number", entry.number());
    answer.put("at", entry.at().toString());
    answer.put("kind", entry.event().kind().name());
    answer.put("details", entry.event().details());
    return answer;
  }

  private Map<String, Object> describe(AuditVerdict verdict) {
    Map<String, Object> answer = new LinkedHashMap<>();
    if (verdict instanceof AuditVerdict.Broken broken) {
      answer.put("intact", false);
      answer.put("number", broken.number());
      answer.put("reason", broken.reason());
      return answer;
    }
    AuditVerdict.Intact intact = (AuditVerdict.Intact) verdict;
    answer.put("intact", true);
    answer.put("entries", intact.entries());
    answer.put("device", intact.signer().map(device -> device.publicKey().toHex()).orElse(null));
    answer.put("signer", intact.signer().flatMap(this::owner).map(Member::name).orElse(null));
    return answer;
  }

  /** Whose active device it is; a member has had others before. */
  private Optional<Member> owner(DeviceId device) {
    // Right after unlocking, the ledger may still be on its way.
    services.await(PATIENCE, () -> services.present(Organisation.class).isPresent());
    return services.present(Organisation.class).stream()
        .flatMap(organisation -> organisation.members().stream())
        .filter(member -> member.device().equals(Optional.of(device)))
        .findFirst();
  }
}
