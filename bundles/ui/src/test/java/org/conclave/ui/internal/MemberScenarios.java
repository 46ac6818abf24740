package org.conclave.ui.internal;

import com.formdev.flatlaf.FlatLaf;
import java.awt.Component;
import java.awt.Toolkit;
import java.awt.datatransfer.DataFlavor;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.imageio.ImageIO;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JFileChooser;
import javax.swing.text.JTextComponent;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.migration.Migration;
import org.conclave.api.organisation.LedgerFreshness;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.OwnStanding.Locked.Reason;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.ProfileStatus;
import org.conclave.api.storage.StoreEvent;
import org.conclave.ui.internal.chat.TimelineProbe;
import org.conclave.ui.internal.look.Look;
import org.conclave.ui.internal.look.QrPicture;
import org.conclave.ui.internal.look.Theme;
import org.conclave.ui.internal.text.Text;

/**
 * A member's way in, away and back. With the system property {@code conclave.looks} every screen is
 * pictured in both themes and two widths, to be looked at.
 */
public final class MemberScenarios extends Scenarios {
  private static final String BACKUP_PASSPHRASE = "seven random words are better";
  private static final Text TEXT = new Text(Locale.ENGLISH, ZONE);
  private static final long AT_ONCE_NANOS = 1_000_000_000L;

  private MemberScenarios(File screenshots) throws Exception {
    super(screenshots);
    scenarios.put("anInvitationComesAsFileOrPicture", this::carrying);
    scenarios.put("eachBadInvitationSaysWhy", this::badInvitations);
    scenarios.put("anOpenInvitationWaitsForAnAdministrator", this::waiting);
    scenarios.put("aBackupIsShownBeforeItIsRestored", this::restoring);
    scenarios.put("withoutMigrationTheWindowSaysSo", this::migrationOff);
    scenarios.put("aBackupIsMadeOrNotAtAll", this::exporting);
    scenarios.put("aLockedDeviceShowsNothingOfWhatItHas", this::locked);
    scenarios.put("safetyNumbersAreCompared", this::verifying);
    scenarios.put("aNewDeviceIsALineInTheConversation", this::deviceChanged);
    scenarios.put("thePanicKeyHidesAndKeepsDrafts", this::panicking);
    scenarios.put("anIdleProfileLocksByItself", this::idling);
    scenarios.put("aGroupThatIsRejoinedSaysWhyOneCannotWrite", this::rejoining);
    scenarios.put("anOldLedgerIsSaid", this::oldLedger);
    scenarios.put("whatWasDeletedLeavesNoGap", this::retention);
    scenarios.put("aProfileThatWasPutBackSaysSo", this::rewinding);
    scenarios.put("nothingIsLeftOfAMembersScreens", this::stopping);
  }

  /**
   * @param arguments the folder for screenshots, and optionally names of scenarios
   */
  public static void main(String[] arguments) throws Exception {
    new MemberScenarios(new File(arguments[0])).playAll(List.of(arguments));
  }

  private void looks(String name) {
    if (!Boolean.getBoolean("conclave.looks")) {
      return;
    }
    var before = Hand.onEventThread(() -> Hand.frame().getBounds());
    for (boolean dark : new boolean[] {true, false}) {
      Hand.onEventThread(
          () -> {
            Look.apply(dark);
            FlatLaf.updateUI();
            return true;
          });
      for (int width : new int[] {480, 1280}) {
        Hand.onEventThread(
            () -> {
              Hand.frame().setSize(width, 800);
              Hand.frame().validate();
              return true;
            });
        hand.picture("member-" + name + (dark ? "-dark-" : "-light-") + width);
      }
    }
    Hand.onEventThread(
        () -> {
          Hand.frame().setBounds(before);
          return true;
        });
    hand.settle();
  }

  private void put(String field, String text) {
    JTextComponent component = hand.find(field, JTextComponent.class);
    Hand.onEventThread(
        () -> {
          component.setText(text);
          return true;
        });
  }

  private Path choose(Path file) {
    JFileChooser chooser = hand.find("file.chooser", JFileChooser.class);
    Hand.onEventThread(
        () -> {
          chooser.setSelectedFile(file.toFile());
          return true;
        });
    hand.click("file.go");
    return file;
  }

  private void toJoin() {
    newWorld();
    open(Theme.LIGHT, 1280, 860);
    hand.click("door.join");
    put("passphrase", World.PASSPHRASE);
    put("passphrase.again", World.PASSPHRASE);
    hand.click("join.profile.go");
    hand.awaitText("join.account", "CONCLAVEID1:");
  }

  private void carrying() throws Exception {
    toJoin();
    Path invite = directory.resolve("mara.invite");
    Files.writeString(invite, OrganisationFake.INVITATION + "\n");
    hand.click("join.open");
    hand.awaitSeen("sheet.file");
    looks("file");
    choose(invite);
    hand.awaitGone("sheet.file");
    hand.awaitText("join.preview.organisation", "Harbour Clinic");
    looks("join");
    put("join.invitation", "");
    hand.awaitGone("join.preview");
    BufferedImage code = QrPicture.of(OrganisationFake.INVITATION, 0).image(5);
    Path picture = directory.resolve("code.png");
    ImageIO.write(code, "png", picture.toFile());
    Handing.file(picture).dropOn(hand.find("start", JComponent.class));
    hand.awaitText("join.preview.organisation", "Harbour Clinic");
    put("join.invitation", "");
    Hand.onEventThread(
        () -> {
          Toolkit.getDefaultToolkit().getSystemClipboard().setContents(Handing.picture(code), null);
          return true;
        });
    hand.click("join.invitation");
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_V);
    hand.awaitText("join.invitation", OrganisationFake.INVITATION);
    Handing.picture(new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB))
        .dropOn(hand.find("join.invitation", JComponent.class));
    hand.awaitText("join.invitation.error", TEXT.get("failure.carry.NO_CODE"));
    looks("no-code");
    put("join.invitation", OrganisationFake.INVITATION);
    hand.awaitSeen("join.preview");
    hand.click("join.go");
    hand.awaitSeen("main");
  }

  private void badInvitations() {
    toJoin();
    for (Map.Entry<String, OrganisationException.Reason> bad : OrganisationFake.BAD.entrySet()) {
      put("join.invitation", bad.getKey());
      hand.awaitText("join.invitation.error", TEXT.get("failure.organisation." + bad.getValue()));
      check(
          bad.getKey() + " is not accepted",
          !hand.find("join.go", Component.class).isEnabled() && !hand.sees("join.preview"));
    }
    put("join.invitation", "hello");
    hand.awaitText("join.invitation.error", TEXT.get("failure.organisation.INVITATION_UNREADABLE"));
  }

  private void askToJoin(String name) {
    put("join.invitation", OrganisationFake.OPEN_INVITATION);
    hand.awaitSeen("join.name");
    put("join.name", name);
    hand.click("join.go");
  }

  private void waiting() {
    toJoin();
    put("join.invitation", OrganisationFake.OPEN_INVITATION);
    hand.awaitText("join.preview.details", "An administrator has to confirm you");
    hand.click("join.go");
    hand.awaitText("join.name.error", TEXT.get("field.required"));
    put("join.name", "x".repeat(101));
    hand.click("join.go");
    hand.awaitText("join.name.error", TEXT.get("failure.organisation.INVALID_NAME"));
    looks("join-open");
    askToJoin("Mara Lindqvist");
    hand.awaitText("confirmation.fingerprint", OrganisationFake.FINGERPRINT);
    looks("waiting");
    hand.click("confirmation.back");
    hand.awaitFocus("giveup.waiting.back");
    looks("take-back");
    hand.press(KeyEvent.VK_ESCAPE);
    hand.awaitSeen("confirmation.fingerprint");
    hand.click("confirmation.back");
    hand.click("giveup.waiting.go");
    hand.awaitSeen("doors");
    check("it was taken back once", world.organisation.takenBack == 1);
    hand.click("door.join");
    hand.awaitSeen("join.invitation");
    askToJoin("Mara Lindqvist");
    hand.awaitSeen("confirmation");
    world.happenings.refused("Its clock is off.");
    hand.awaitSeen("banner.refused");
    Watch doors = Watch.over("doors");
    world.organisation.confirm();
    hand.awaitSeen("main");
    check("nothing else was shown between", !doors.wasSeen());
    check("what was refused before is over", !hand.sees("banner.refused"));
  }

  private void restoring() throws Exception {
    newWorld();
    open(Theme.LIGHT, 1280, 860);
    looks("doors");
    hand.click("door.restore");
    put("passphrase", World.PASSPHRASE);
    put("passphrase.again", World.PASSPHRASE);
    looks("passphrase");
    hand.click("join.profile.go");
    hand.click("restore.go");
    hand.awaitText("restore.file.error", "Choose the .backup file");
    Path backup = directory.resolve("Harbour-Clinic.backup");
    MigrationFake.write(backup, BACKUP_PASSPHRASE);
    Path other = Files.writeString(directory.resolve("letter.txt"), "Dear Mara");
    hand.click("restore.choose");
    choose(other);
    hand.awaitText("restore.file", "letter.txt");
    put("restore.passphrase", "something");
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitText("restore.file.error", TEXT.get("failure.migration.NOT_A_BACKUP"));
    Handing.file(backup).dropOn(hand.find("start", JComponent.class));
    put("restore.passphrase", "something else");
    hand.click("restore.go");
    hand.awaitText(
        "restore.passphrase.error", TEXT.get("failure.migration.WRONG_PASSPHRASE_OR_DAMAGED"));
    looks("restore-wrong");
    world.migration.hold = new CountDownLatch(1);
    put("restore.passphrase", BACKUP_PASSPHRASE);
    hand.click("restore.go");
    hand.awaitText("restore.doing", "on purpose");
    looks("restore-opening");
    hand.click("restore.end");
    hand.awaitGone("restore.doing");
    check("nothing was opened", !hand.sees("restore.preview"));
    world.migration.hold = new CountDownLatch(0);
    hand.click("restore.go");
    hand.awaitText("restore.organisation", "Harbour Clinic");
    hand.awaitText("restore.contents", "4 conversations");
    check("nothing is restored yet", world.organisation.standing() instanceof OwnStanding.Outside);
    looks("restore-preview");
    hand.click("restore.go");
    hand.awaitText("restoring.title", TEXT.get("restoring.PEER.title"));
    looks("restoring-peer");
    world.organisation.stand(
        new OwnStanding.Restoring("Harbour Clinic", OwnStanding.Restoring.Step.APPROVAL));
    hand.awaitText("restoring.title", TEXT.get("restoring.APPROVAL.title"));
    looks("restoring-approval");
    hand.click("restoring.undo");
    hand.click("giveup.restoring.go");
    hand.awaitSeen("doors");
    check("it was undone", world.organisation.takenBack == 1);
  }

  private void migrationOff() {
    toJoin();
    hand.click("join.back");
    hand.awaitSeen("doors");
    hand.click("door.restore");
    hand.awaitSeen("restore.go");
    world.services.unbind(Migration.class, world.migration);
    window.refresh();
    hand.awaitSeen("restore.off");
    check("it cannot go on", !hand.find("restore.go", Component.class).isEnabled());
    looks("restore-off");
    hand.click("restore.back");
    hand.awaitSeen("door.restore.off");
    check("the door is shut", !hand.find("door.restore", Component.class).isEnabled());
    looks("doors-migration-off");
    world.services.bind(Migration.class, world.migration);
    window.refresh();
    hand.awaitGone("door.restore.off");
    check("it opens by itself", hand.find("door.restore", Component.class).isEnabled());
  }

  private void exporting() throws Exception {
    clinic();
    open(Theme.LIGHT, 1280, 860);
    hand.click("rail.SETTINGS");
    looks("settings");
    hand.click("settings.export");
    hand.awaitFocus("passphrase");
    put("passphrase", "too weak");
    put("passphrase.again", "too weak");
    hand.awaitText("passphrase.strength", TEXT.get("passphrase.strength.WEAK"));
    hand.click("export.go");
    hand.awaitText("passphrase.error", TEXT.get("failure.migration.WEAK_PASSPHRASE"));
    looks("export-weak");
    put("passphrase", BACKUP_PASSPHRASE);
    put("passphrase.again", BACKUP_PASSPHRASE);
    hand.awaitText("passphrase.strength", TEXT.get("passphrase.strength.STRONG"));
    hand.click("passphrase");
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_A);
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_C);
    check("a passphrase is never copied", !clipboard().contains(BACKUP_PASSPHRASE));
    hand.click("export.go");
    hand.awaitText("export.file.error", TEXT.get("export.file.missing"));
    Path backup = Files.writeString(directory.resolve("mine.backup"), "an older one");
    hand.click("export.choose");
    choose(backup);
    hand.awaitText("file.says", "mine.backup");
    looks("export-replace");
    hand.click("file.go");
    hand.awaitText("export.file", "mine.backup");
    world.migration.hold = new CountDownLatch(1);
    hand.click("export.go");
    hand.awaitSeen("export.doing");
    looks("export-doing");
    hand.click("export.cancel");
    hand.awaitGone("export.doing");
    check("what was there stays", Files.readString(backup).equals("an older one"));
    world.migration.hold = new CountDownLatch(0);
    hand.click("export.go");
    hand.awaitText("exported.path", "mine.backup");
    looks("exported");
    check("it was written", Files.readString(backup).endsWith(BACKUP_PASSPHRASE));
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitGone("sheet.exported");
  }

  private static String clipboard() throws Exception {
    var contents = Toolkit.getDefaultToolkit().getSystemClipboard().getContents(null);
    return contents != null && contents.isDataFlavorSupported(DataFlavor.stringFlavor)
        ? (String) contents.getTransferData(DataFlavor.stringFlavor)
        : "";
  }

  private OwnStanding lockedFor(Reason reason) {
    return new OwnStanding.Locked(
        "Harbour Clinic",
        reason,
        reason == Reason.TAKEN_OVER
            ? Optional.of(DeviceId.ofPublicKey(world.bytes(32)))
            : Optional.empty(),
        Instant.parse("2026-11-23T10:41:00Z"));
  }

  private void locked() throws Exception {
    clinic();
    open(Theme.LIGHT, 1280, 860);
    hand.clickIn("conversations", 100, 32);
    hand.awaitText("conversation.about", "5 members");
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_N);
    hand.awaitSeen("group.name");
    CountDownLatch slow = new CountDownLatch(1);
    world.slowReading = slow;
    window.refresh();
    long told = System.nanoTime();
    world.organisation.stand(lockedFor(Reason.TAKEN_OVER));
    hand.awaitSeen("locked");
    check("at once, whatever is being read", System.nanoTime() - told < AT_ONCE_NANOS);
    slow.countDown();
    hand.awaitText("locked.text", OrganisationFake.FINGERPRINT);
    hand.settle();
    check("no question stays in front", !hand.sees("group.name"));
    check("nothing of the conversation stays", !Hand.holds("timeline"));
    looks("locked-taken-over");
    hand.click("locked.copy");
    check("the text can be handed on", clipboard().contains(OrganisationFake.FINGERPRINT));
    for (Reason reason : List.of(Reason.CONFLICT, Reason.DEVICE_REVOKED, Reason.REVOKED)) {
      world.organisation.stand(lockedFor(reason));
      hand.awaitText("locked.title", TEXT.get("locked." + reason + ".title"));
      looks("locked-" + reason.name().toLowerCase(Locale.ROOT));
    }
    check("a revoked member cannot come back so", !hand.sees("locked.again"));
    hand.click("locked.close");
    hand.await("the window is told to close", closedByPerson::get);
    world.organisation.stand(lockedFor(Reason.TAKEN_OVER));
    hand.click("locked.again");
    looks("use-again");
    check("not before it is confirmed", world.organisation.usedAgain == 0);
    hand.click("useagain.TAKEN_OVER.go");
    hand.awaitText("restoring.title", TEXT.get("restoring.PEER.title"));
    world.organisation.stand(new OwnStanding.Active());
    hand.awaitSeen("conversations");
  }

  private void verifying() throws Exception {
    clinic();
    open(Theme.LIGHT, 1280, 860);
    hand.clickIn("conversations", 100, 32);
    hand.awaitText("conversation.about", "5 members");
    hand.click("conversation.members");
    hand.awaitSeen("members.list");
    hand.clickIn("members.list", 100, 32 + 64);
    hand.click("members.verify");
    hand.awaitText("verify.state", "not compared");
    looks("verify");
    var jonas = world.members.get(1).user();
    put("verify.theirs", OrganisationFake.code(world.members.get(2).user()));
    hand.awaitText("verify.result", "not the same");
    looks("verify-different");
    put("verify.theirs", "hello");
    hand.awaitText("verify.result", "CONCLAVESN1:");
    check("no mark by mistake", !world.organisation.safetyNumberIsVerified(jonas));
    Path picture = directory.resolve("jonas.png");
    ImageIO.write(QrPicture.of(OrganisationFake.code(jonas), 0).image(6), "png", picture.toFile());
    Handing.file(picture).dropOn(hand.find("sheet.verify", JComponent.class));
    hand.awaitText("verify.result", "nobody stands between");
    hand.awaitText("verify.state", "You have compared it");
    check("the mark is kept", world.organisation.safetyNumberIsVerified(jonas));
    looks("verify-same");
    hand.press(KeyEvent.VK_ESCAPE);
    hand.awaitGone("sheet.verify");
    looks("members-verified");
    hand.click("rail.PEOPLE");
    looks("people-verified");
    hand.clickIn("people", 100, 32 + 64);
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitText("verify.state", "You have compared it");
    hand.click("verify.mark");
    hand.awaitText("verify.state", "not compared");
    check("it was undone", !world.organisation.safetyNumberIsVerified(jonas));
  }

  private TimelineProbe timeline() {
    return TimelineProbe.of(hand.find("timeline", JComponent.class));
  }

  private void deviceChanged() {
    GroupId ward = clinic();
    open(Theme.LIGHT, 1280, 860);
    hand.clickIn("conversations", 100, 32);
    hand.awaitText("conversation.about", "5 members");
    check("a first device is no change", timeline().tail().isEmpty());
    clock.pass(Duration.ofMinutes(3));
    world.organisation.changeDevice(5);
    world.organisation.changeDevice(1);
    hand.await("it is said", () -> timeline().tail().contains("Jonas Weber uses a new device"));
    check("of members of the group alone", !timeline().tail().contains("Lena Fischer"));
    looks("device-changed");
    clock.pass(Duration.ofMinutes(1));
    world.messenger.receive(ward, 1, "Hello from my new laptop.");
    hand.await(
        "it stays above what came after",
        () ->
            timeline()
                .row(11)
                .filter(row -> row.notes().toString().contains("Jonas Weber"))
                .isPresent());
    hand.await("and is not said twice", () -> timeline().tail().isEmpty());
    looks("device-changed-above");
    window.close();
    open(Theme.LIGHT, 1280, 860);
    hand.clickIn("conversations", 100, 32);
    hand.await(
        "it is remembered",
        () -> timeline().row(11).filter(row -> !row.notes().isEmpty()).isPresent());
  }

  private void panicking() throws Exception {
    clinic();
    open(Theme.LIGHT, 1280, 860);
    hand.clickIn("conversations", 100, 32);
    hand.awaitText("conversation.about", "5 members");
    hand.click("composer");
    hand.type("not yet sent");
    Hand.onEventThread(
        () -> {
          window.clipboard().copy("CONCLAVE1:AN-OPEN-INVITATION");
          return true;
        });
    check("a secret is there for a while", clipboard().contains("AN-OPEN"));
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_N);
    hand.awaitSeen("group.name");
    CountDownLatch slow = new CountDownLatch(1);
    world.slowReading = slow;
    window.refresh();
    long pressed = System.nanoTime();
    hand.press(KeyEvent.VK_F12);
    hand.awaitSeen("unlock");
    check("at once", System.nanoTime() - pressed < AT_ONCE_NANOS);
    check("nothing of the conversation stays", !Hand.holds("timeline"));
    hand.await("it is locked", () -> world.profile.status == ProfileStatus.LOCKED);
    Watch main = Watch.over("main");
    slow.countDown();
    hand.settle();
    check("what was read before is not shown after", !main.wasSeen());
    check("the secret is gone", !clipboard().contains("AN-OPEN"));
    looks("unlock");
    hand.awaitFocus("unlock.passphrase");
    put("unlock.passphrase", World.PASSPHRASE);
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitSeen("conversations");
    hand.clickIn("conversations", 100, 32);
    hand.awaitText("composer", "not yet sent");
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_SHIFT, KeyEvent.VK_L);
    hand.awaitSeen("unlock");
  }

  private void idling() {
    clinic();
    open(Theme.LIGHT, 1280, 860);
    hand.awaitSeen("conversations");
    clock.pass(WindowSettings.LOCK_AFTER.minusSeconds(1));
    hand.type("n");
    clock.pass(Duration.ofSeconds(2));
    hand.settle();
    check("a touch counts", world.profile.status == ProfileStatus.UNLOCKED);
    clock.pass(WindowSettings.LOCK_AFTER);
    hand.awaitSeen("unlock");
    hand.await("it is locked", () -> world.profile.status == ProfileStatus.LOCKED);
    put("unlock.passphrase", World.PASSPHRASE);
    hand.click("unlock.open");
    hand.click("rail.SETTINGS");
    JComboBox<?> after = hand.find("settings.lock.after", JComboBox.class);
    Hand.onEventThread(
        () -> {
          after.setSelectedIndex(after.getItemCount() - 1);
          return true;
        });
    clock.pass(Duration.ofDays(2));
    hand.click("rail.PEOPLE");
    hand.awaitSeen("people");
    check("never means never", world.profile.status == ProfileStatus.UNLOCKED);
    window.close();
    check("and is kept", WindowSettings.read(directory).lockAfter().isZero());
  }

  private void rejoining() {
    GroupId ward = clinic();
    open(Theme.LIGHT, 1280, 860);
    hand.clickIn("conversations", 100, 32);
    hand.awaitSeen("composer");
    world.messenger.become(ward, Conversation.Status.REJOINING);
    hand.awaitText("conversation.ended", TEXT.get("conversation.ended.REJOINING"));
    check("one cannot write", !hand.sees("composer"));
    looks("rejoining");
    world.messenger.become(ward, Conversation.Status.LIVE);
    hand.awaitSeen("composer");
    world.messenger.become(ward, Conversation.Status.EVICTED);
    hand.awaitText("conversation.ended", TEXT.get("conversation.ended.EVICTED"));
  }

  private void oldLedger() {
    clinic();
    world.organisation.freshness = LedgerFreshness.State.STALE;
    open(Theme.LIGHT, 1280, 860);
    hand.awaitSeen("banner.ledger.STALE");
    looks("stale");
    world.organisation.freshness = LedgerFreshness.State.REFUSING;
    world.happenings.organisationChanged();
    hand.awaitSeen("banner.ledger.REFUSING");
    world.organisation.freshness = LedgerFreshness.State.FRESH;
    world.happenings.organisationChanged();
    hand.awaitGone("banners");
  }

  private void retention() {
    GroupId ward = clinic();
    for (int i = 0; i < 300; i++) {
      world.messenger.say(ward, 1, clock.instant(), "Reading " + i, 0);
    }
    open(Theme.LIGHT, 1280, 860);
    hand.clickIn("conversations", 100, 32);
    hand.await("all are there", () -> timeline().count() == 311);
    hand.click("composer");
    hand.type("half a thought");
    world.messenger.deleteFirst(ward, 150);
    hand.await("fewer are there", () -> timeline().count() == 161);
    check("what was typed stays", hand.text("composer").equals("half a thought"));
    hand.clickIn("timeline", 500, 300);
    hand.press(KeyEvent.VK_HOME);
    hand.await(
        "the first is what is left",
        () ->
            timeline()
                .row(0)
                .filter(row -> row.message().text().equals("Reading 139"))
                .isPresent());
    hand.await("no row is missing", () -> timeline().isViewLoaded());
    world.messenger.receive(ward, 2, "And one more.");
    hand.await(
        "what comes is at the end",
        () -> timeline().row(161).filter(row -> row.message().text().contains("more")).isPresent());
    hand.press(KeyEvent.VK_END);
    hand.await("the end is loaded", () -> timeline().isViewLoaded());
  }

  private void rewinding() {
    GroupId ward = clinic();
    open(Theme.LIGHT, 1280, 860);
    hand.awaitSeen("conversations");
    world.happenings.committed(List.of(new StoreEvent.StateRewound(ward)));
    hand.awaitSeen("banner.rewound");
    hand.click("banner.rewound.close");
    hand.awaitGone("banner.rewound");
  }

  private void stopping() throws Exception {
    clinic();
    SwappedWindow swapped = new SwappedWindow(world, directory);
    hand.awaitSeen("conversations");
    hand.clickIn("conversations", 100, 32);
    hand.awaitText("conversation.about", "5 members");
    hand.click("composer");
    hand.type("a draft");
    hand.click("conversation.members");
    hand.awaitSeen("members.list");
    hand.clickIn("members.list", 100, 32 + 64);
    hand.click("members.verify");
    hand.awaitText("verify.state", "not compared");
    hand.click("verify.open");
    hand.awaitSeen("sheet.file");
    hand.press(KeyEvent.VK_ESCAPE);
    hand.awaitGone("sheet.file");
    check("the question below is back", hand.sees("sheet.verify"));
    hand.press(KeyEvent.VK_ESCAPE);
    hand.click("rail.SETTINGS");
    hand.click("settings.export");
    hand.awaitFocus("passphrase");
    hand.settle();
    swapped.stop();
    hand.settle();
    check("the window's classes are unloaded", swapped.awaitUnloaded());
  }
}
