package org.conclave.shell.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.network.Network;
import org.conclave.api.organisation.Invitation;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.MemberRequest;
import org.conclave.api.organisation.Role;

/** Letting people in: invitations, and those who wait for an administrator. */
final class InvitationCommands implements CommandSet {
  private static final String OPTIONS =
      " [--role ROLE] [--site SITE] [--days N] [--address MULTIADDR]";

  private final Services services;

  InvitationCommands(Services services) {
    this.services = services;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        new Command(
            "invite",
            "ACCOUNT-CODE NAME" + OPTIONS,
            "Issues an invitation that only this account can use, valid 7 days unless --days says"
                + " otherwise. Peers are found at the given addresses, by default at those of this"
                + " node. ROLE is member, unless it is site-administrator.",
            arguments ->
                describe(
                    invite(arguments, Optional.of(arguments.position(0)), arguments.position(1)))),
        new Command(
            "invite-open",
            "NOTE" + OPTIONS,
            "Issues an invitation that whoever holds it may use once, and that an administrator"
                + " confirms then. It is a secret until it is used. NOTE does not leave this"
                + " device.",
            arguments -> describe(invite(arguments, Optional.empty(), arguments.position(0)))),
        new Command(
            "invitations",
            "",
            "Lists the invitations that this device issued, newest first.",
            arguments ->
                services.administration().invitations().stream()
                    .map(InvitationCommands::describe)
                    .toList()),
        new Command(
            "revoke-invitation",
            "TOKEN",
            "Makes an invitation useless; who became a member by it is one no longer.",
            arguments -> {
              services.administration().revokeInvitation(arguments.bytesAt(0, "TOKEN"));
              return Map.of();
            }),
        new Command(
            "requests",
            "",
            "Lists who waits for an administrator's signature, oldest first.",
            arguments ->
                services.administration().requests().stream()
                    .map(InvitationCommands::describe)
                    .toList()),
        new Command(
            "confirm",
            "REQUEST [NAME]",
            "Signs what a request asks for. Compare its fingerprint with the person first. NAME is"
                + " what the organisation calls a newcomer.",
            arguments -> {
              services
                  .administration()
                  .confirm(
                      arguments.bytesAt(0, "REQUEST"),
                      arguments.count() > 1 ? arguments.position(1) : "");
              return Map.of();
            }),
        new Command(
            "decline",
            "REQUEST",
            "Forgets a request; whoever asks again is not shown again.",
            arguments -> {
              services.administration().decline(arguments.bytesAt(0, "REQUEST"));
              return Map.of();
            }));
  }

  private Invitation invite(Arguments arguments, Optional<String> account, String name)
      throws Exception {
    List<String> addresses = arguments.options("address");
    if (addresses.isEmpty()) {
      addresses =
          services
              .present(Network.class)
              .map(network -> network.status().listenAddresses())
              .orElse(List.of());
    }
    return services
        .administration()
        .invite(
            new InvitationRequest(
                account,
                name,
                arguments.choice("role", Role.class).orElse(Role.MEMBER),
                arguments.option("site").orElse(""),
                Duration.ofDays(arguments.number("days", 7, 1, 90)),
                addresses));
  }

  private static Map<String, Object> describe(Invitation invitation) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("token", invitation.token().toHex());
    answer.put("invitation", invitation.text());
    answer.put("open", invitation.open());
    answer.put("name", invitation.memberName());
    answer.put("not_after", invitation.notAfter().toString());
    answer.put("state", invitation.state().name());
    answer.put("used_by", invitation.usedBy().map(user -> user.toHex()).orElse(null));
    return answer;
  }

  private static Map<String, Object> describe(MemberRequest request) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("request", request.id().toHex());
    answer.put("kind", request.kind().name());
    answer.put("name", request.name());
    answer.put("user", request.user().toHex());
    answer.put("fingerprint", request.fingerprint());
    answer.put("device", request.device().publicKey().toHex());
    answer.put("note", request.invitation());
    answer.put("first_seen", request.firstSeen().toString());
    return answer;
  }
}
