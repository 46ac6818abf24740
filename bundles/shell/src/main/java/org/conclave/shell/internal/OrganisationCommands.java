package org.conclave.shell.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.network.Network;
import org.conclave.api.organisation.AccountCode;
import org.conclave.api.organisation.Founded;
import org.conclave.api.organisation.Invitation;
import org.conclave.api.organisation.InvitationPreview;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.organisation.Role;

/** Founding, inviting, joining, and who belongs. */
final class OrganisationCommands implements CommandSet {
  private final Services services;

  OrganisationCommands(Services services) {
    this.services = services;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        new Command(
            "identity",
            "",
            "Shows this person's account code, to be given to an administrator who then issues the"
                + " invitation.",
            arguments -> {
              AccountCode code = services.organisation().accountCode();
              return Map.of("account", code.text(), "fingerprint", code.fingerprint());
            }),
        new Command(
            "create-organisation",
            "ORGANISATION-NAME OWN-NAME",
            "Founds an organisation. The recovery code in the answer is shown this once: write it"
                + " down.",
            arguments -> {
              Founded founded =
                  services.organisation().found(arguments.position(0), arguments.position(1));
              Map<String, Object> answer = describe(founded.info());
              answer.put("recovery_code", founded.recoveryCode());
              return answer;
            }),
        new Command(
            "invite",
            "ACCOUNT-CODE NAME [--days N] [--address MULTIADDR]",
            "Issues an invitation that only this account can use, valid 7 days unless --days says"
                + " otherwise. Peers are found at the given addresses, by default at those of this"
                + " node.",
            this::invite),
        new Command(
            "preview",
            "INVITATION",
            "Verifies an invitation and says what it is for, without joining.",
            arguments -> describe(services.organisation().preview(arguments.position(0)))),
        new Command(
            "join",
            "INVITATION",
            "Joins the organisation that issued the invitation.",
            arguments -> {
              services.organisation().join(arguments.position(0), "");
              return describe(services.organisation().info().orElseThrow());
            }),
        new Command(
            "organisation",
            "",
            "Says to which organisation this profile belongs, and as whom.",
            arguments ->
                services
                    .organisation()
                    .info()
                    .<Object>map(OrganisationCommands::describe)
                    .orElse(Map.of())),
        new Command(
            "members",
            "",
            "Lists the members of the organisation.",
            arguments ->
                services.organisation().members().stream()
                    .map(OrganisationCommands::describe)
                    .toList()));
  }

  private Object invite(Arguments arguments) throws Exception {
    List<String> addresses = arguments.options("address");
    if (addresses.isEmpty()) {
      addresses =
          services
              .present(Network.class)
              .map(network -> network.status().listenAddresses())
              .orElse(List.of());
    }
    Invitation invitation =
        services
            .administration()
            .invite(
                new InvitationRequest(
                    Optional.of(arguments.position(0)),
                    arguments.position(1),
                    Role.MEMBER,
                    "",
                    Duration.ofDays(arguments.number("days", 7, 1, 90)),
                    addresses));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("invitation", invitation.text());
    answer.put("name", invitation.memberName());
    answer.put("not_after", invitation.notAfter().toString());
    return answer;
  }

  private static Map<String, Object> describe(OrganisationInfo info) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("organisation", info.id().toHex());
    answer.put("organisation_name", info.name());
    answer.put("user", info.self().toHex());
    answer.put("name", info.selfName());
    answer.put("role", info.role().name());
    return answer;
  }

  private static Map<String, Object> describe(InvitationPreview preview) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("organisation", preview.organisation().toHex());
    answer.put("organisation_name", preview.organisationName());
    answer.put("name", preview.memberName());
    answer.put("role", preview.role().name());
    answer.put("not_after", preview.notAfter().toString());
    answer.put("addresses", preview.bootstrapAddresses());
    return answer;
  }

  private static Map<String, Object> describe(Member member) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("user", member.user().toHex());
    answer.put("name", member.name());
    answer.put("role", member.role().name());
    answer.put("self", member.self());
    answer.put("device_known", member.device().isPresent());
    return answer;
  }
}
