package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.conclave.itests.HostilePeer.Manner;
import org.conclave.launcher.headless.CommandFailed;
import org.conclave.launcher.headless.HeadlessProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What reaches an organisation from outside of it: bytes on its port, invitations that are not what
 * they seem, members of other organisations. Two members go on talking all the while.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
class StrangersIT {
  private static final String LISTEN = "/ip4/127.0.0.1/tcp/0";

  /** Fewer than what a node lets shake hands at a time, so that members are still let in. */
  private static final int CROWD = 60;

  /** A handshake may take ten seconds. */
  private static final int CLOSED_WITHIN_MILLIS = 20_000;

  @TempDir static Path folder;
  private HeadlessProcess ada;
  private HeadlessProcess bo;
  private HeadlessProcess eve;
  private String group;
  private String invitationOfBo;
  private int messages;

  @BeforeAll
  void twoMembersAndAStranger() throws Exception {
    ada = HeadlessProcess.launch("Ada", folder, "--listen", LISTEN);
    bo = HeadlessProcess.launch("Bo", folder, "--listen", LISTEN);
    eve = HeadlessProcess.launch("Eve", folder, "--listen", LISTEN);
    ada.command("create-organisation", "Harbour", "Ada");
    ada.command("ready");
    group = ada.text("group", "create-group", "Watch");
    invitationOfBo = ada.text("invitation", "invite", bo.text("account", "identity"), "Bo");
    bo.command("join", invitationOfBo);
    bo.command("wait-peers", "1");
    ada.command("add-member", group, "Bo");
    bo.command("wait-conversation", group);
  }

  @AfterAll
  void stop() {
    for (HeadlessProcess member : Arrays.asList(ada, bo, eve)) {
      if (member != null) {
        member.close();
      }
    }
  }

  @Test
  @Order(1)
  void hostilePeersAreThrownOutAndMembersGoOnTalking() throws Exception {
    int port = port(ada.command("addresses").getAsJsonArray().get(0).getAsString());
    long before = residentMegabytes(ada);
    List<HostilePeer> hostile = new ArrayList<>();
    try {
      hostile.addAll(HostilePeer.connect(port, Manner.SAYS_NOTHING, CROWD));
      for (Manner manner : Manner.values()) {
        hostile.addAll(HostilePeer.connect(port, manner, 3));
      }
      membersTalk();
      for (HostilePeer peer : hostile) {
        assertThat(peer.isClosedByTheNodeWithin(CLOSED_WITHIN_MILLIS))
            .as("%s", peer.manner())
            .isTrue();
      }
      membersTalk();
    } finally {
      for (HostilePeer peer : hostile) {
        peer.close();
      }
    }
    assertThat(ada.command("peers").getAsJsonArray()).hasSize(1);
    assertThat(residentMegabytes(ada) - before).isLessThan(100);
    assertThat(log("Ada"))
        .anyMatch(line -> line.contains("a handshake with /ip4/127.0.0.1/tcp/"))
        .noneMatch(line -> line.contains(" ERROR "));
  }

  @Test
  @Order(2)
  void unreadableInvitationsAreToldFromTamperedOnes() throws Exception {
    String own = ada.text("invitation", "invite", eve.text("account", "identity"), "Eve");
    assertThat(eve.text("organisation_name", "preview", own)).isEqualTo("Harbour");

    String digit = own.endsWith("A") ? "B" : "A";
    int middle = own.length() / 2;
    for (String unreadable :
        List.of(
            "",
            "hello",
            own.substring(0, own.length() - 20),
            own.substring("CONCLAVE1:".length()),
            own.substring(0, middle)
                + (own.charAt(middle) == 'A' ? 'B' : 'A')
                + own.substring(middle + 1),
            own + digit.repeat(30_000))) {
      assertRefused("INVITATION_UNREADABLE", eve, unreadable);
    }
    byte[] content = InvitationText.content(own);
    assertThat(InvitationText.of(content)).isEqualTo(own);
    for (int at = 0; at < content.length; at += 7) {
      byte[] changed = content.clone();
      changed[at] ^= 0x10;
      assertThatThrownBy(() -> eve.command("join", InvitationText.of(changed)))
          .as("byte %d of %d", at, content.length)
          .isInstanceOfSatisfying(
              CommandFailed.class,
              e -> assertThat(e.code()).isIn("INVITATION_TAMPERED", "INVITATION_UNREADABLE"));
    }
    byte[] renamed = content.clone();
    renamed[indexOf(renamed, "Eve")] = 'A';
    assertRefused("INVITATION_TAMPERED", eve, InvitationText.of(renamed));
    byte[] signature = content.clone();
    signature[signature.length - 1] ^= 1;
    assertRefused("INVITATION_TAMPERED", eve, InvitationText.of(signature));
    assertThat(eve.command("organisation").getAsJsonObject().size()).isZero();
  }

  @Test
  @Order(3)
  void invitationIsOfUseToItsAccountAloneAndOnce() throws Exception {
    assertRefused("INVITATION_FOR_ANOTHER_PERSON", eve, invitationOfBo);
    assertRefused("ALREADY_MEMBER", bo, invitationOfBo);
    assertThat(eve.command("organisation").getAsJsonObject().size()).isZero();
  }

  @Test
  @Order(4)
  void memberOfAnotherOrganisationIsRefusedByBothSides() throws Exception {
    eve.command("create-organisation", "Foreign", "Eve");
    eve.command("ready");
    String address = ada.command("addresses").getAsJsonArray().get(0).getAsString();
    assertThatThrownBy(() -> eve.command("dial", address))
        .isInstanceOfSatisfying(
            CommandFailed.class, e -> assertThat(e.code()).isEqualTo("NOT_ADMITTED"));
    assertThat(eve.command("peers").getAsJsonArray()).isEmpty();
    assertThat(ada.command("peers").getAsJsonArray()).hasSize(1);
    Eventually.holds(
        "the refusal is in the log",
        Duration.ofSeconds(10),
        () -> log("Ada").stream().anyMatch(line -> line.contains("refused device")));

    String foreign = eve.text("invitation", "invite", bo.text("account", "identity"), "Bo");
    assertRefused("INVITATION_OF_ANOTHER_ORGANISATION", bo, foreign);
    membersTalk();
  }

  private void membersTalk() throws CommandFailed {
    ada.command("send", group, "from Ada " + messages);
    bo.command("send", group, "from Bo " + messages);
    messages += 2;
    ada.command("wait-messages", group, String.valueOf(messages), "--timeout", "20");
    bo.command("wait-messages", group, String.valueOf(messages), "--timeout", "20");
  }

  private static void assertRefused(String code, HeadlessProcess member, String invitation) {
    assertThatThrownBy(() -> member.command("join", invitation))
        .isInstanceOfSatisfying(
            CommandFailed.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  private static int indexOf(byte[] content, String text) {
    return new String(content, StandardCharsets.ISO_8859_1).lastIndexOf(text);
  }

  private static int port(String multiaddr) {
    return Integer.parseInt(multiaddr.split("/")[4]);
  }

  private static long residentMegabytes(HeadlessProcess member) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + member.process().pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> log(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name).resolve("logs/conclave.log"));
  }
}
