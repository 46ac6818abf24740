package org.conclave.shell.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.AccountCode;
import org.conclave.api.organisation.Founded;
import org.conclave.api.organisation.InvitationPreview;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.SafetyNumber;

/** Founding, joining, and who belongs. */
final class OrganisationCommands implements CommandSet {
  /** Many times what the largest invitation is. */
  private static final int LARGEST_INVITATION = 64 * 1024;

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
            "preview",
            "INVITATION",
            "Verifies an invitation and says what it is for, without joining.",
            arguments -> describe(services.organisation().preview(arguments.position(0)))),
        new Command(
            "join",
            "[INVITATION] [OWN-NAME] [--file FILE]",
            "Joins the organisation that issued the invitation, given as text or in a file. An open"
                + " one needs OWN-NAME too; then this device waits until an administrator has"
                + " confirmed it.",
            this::join),
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
                    .toList()),
        new Command(
            "safety-number",
            "MEMBER",
            "Shows what both sides compare to know that nobody stands between them.",
            this::safetyNumber),
        new Command(
            "verify",
            "MEMBER YES-NO",
            "Marks a member as compared, or with no takes the mark away.",
            arguments -> {
              services
                  .member()
                  .setVerified(member(arguments), Arguments.yes("YES-NO", arguments.position(1)));
              return safetyNumber(arguments);
            }));
  }

  /** A text, or the file that it came in; an open invitation asks for a name as well. */
  private Object join(Arguments arguments) throws Exception {
    boolean fromFile = arguments.has("file");
    int name = fromFile ? 0 : 1;
    if (arguments.count() < name || arguments.count() > name + 1) {
      throw CommandException.usage("This takes an invitation, or a file with one, not both.");
    }
    String invitation =
        fromFile
            ? TextFile.read(arguments.require("file"), LARGEST_INVITATION)
            : arguments.position(0);
    OwnStanding standing =
        services
            .organisation()
            .join(invitation, arguments.count() > name ? arguments.position(name) : "");
    Map<String, Object> answer = new LinkedHashMap<>();
    services.organisation().info().map(OrganisationCommands::describe).ifPresent(answer::putAll);
    answer.putAll(Standings.describe(standing));
    return answer;
  }

  private Object safetyNumber(Arguments arguments) throws Exception {
    SafetyNumber number = services.member().safetyNumber(member(arguments));
    return Map.of("digits", number.digits(), "code", number.code(), "verified", number.verified());
  }

  private UserId member(Arguments arguments) throws CommandException {
    return Names.member(services.member(), arguments.position(0));
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
    answer.put("open", preview.open());
    answer.put("name", preview.memberName());
    answer.put("role", preview.role().name());
    answer.put("site", preview.site());
    answer.put("not_after", preview.notAfter().toString());
    answer.put("addresses", preview.bootstrapAddresses());
    return answer;
  }

  private static Map<String, Object> describe(Member member) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("user", member.user().toHex());
    answer.put("name", member.name());
    answer.put("role", member.role().name());
    answer.put("site", member.site());
    answer.put("self", member.self());
    answer.put("device_state", member.deviceState().name());
    answer.put("device", member.device().map(device -> device.publicKey().toHex()).orElse(null));
    answer.put("device_known", member.device().isPresent());
    return answer;
  }
}
