package org.conclave.ui.internal;

import java.awt.EventQueue;
import java.awt.event.KeyEvent;
import java.io.File;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.swing.JScrollBar;
import org.conclave.api.engine.EngineStatus;
import org.conclave.api.identity.GroupId;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.network.Network;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.ProfileAccess;
import org.conclave.api.storage.ProfileStatus;
import org.conclave.ui.internal.look.Theme;

/**
 * What a person does at the window, each from a fresh one. Run in a process of its own, which has a
 * display; prints a line for each scenario.
 */
public final class WindowScenarios extends Scenarios {
  private WindowScenarios(File screenshots) throws Exception {
    super(screenshots);
    scenarios.put("foundingShowsTheRecoveryCodeOnce", this::founding);
    scenarios.put("joiningShowsTheCodeThenTheInvitation", this::joining);
    scenarios.put("aWrongPassphraseIsSaidBesideTheField", this::unlocking);
    scenarios.put("typingSendsAndReceiptIsShown", this::sending);
    scenarios.put("whatCannotBeSentWaitsUntilTheEngineIsBack", this::engineDown);
    scenarios.put("tenThousandMessagesScrollWithoutStalls", this::scrolling);
    scenarios.put("theWindowLivesThroughServicesGoing", this::hotSwap);
    scenarios.put("membersAreAddedRemovedAndInvited", this::members);
    scenarios.put("keysJumpSearchAndCreate", this::keys);
    scenarios.put("darkNarrowAndWide", this::looks);
    scenarios.put("nothingIsLeftWhenTheBundleStops", this::stopping);
  }

  /**
   * @param arguments the folder for screenshots, and optionally names of scenarios
   */
  public static void main(String[] arguments) throws Exception {
    new WindowScenarios(new File(arguments[0])).playAll(List.of(arguments));
  }

  private void founding() {
    newWorld();
    open(Theme.LIGHT, 1180, 760);
    hand.awaitSeen("doors");
    hand.picture("doors-light");
    hand.click("door.found");
    hand.click("found.organisation");
    hand.type("Harbour Clinic");
    hand.click("found.member");
    hand.type("Mara Lindqvist");
    hand.click("passphrase");
    hand.type("short");
    hand.click("found.go");
    hand.awaitText("passphrase.error", "too short");
    hand.click("passphrase");
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_A);
    hand.type(World.PASSPHRASE);
    hand.click("passphrase.again");
    hand.type("other words");
    hand.click("found.go");
    hand.awaitText("passphrase.again.error", "not the same");
    hand.picture("found-error-light");
    hand.click("passphrase.again");
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_A);
    hand.type(World.PASSPHRASE);
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitText("recovery.code", "CONCLAVEREC1:");
    hand.picture("recovery-light");
    check(
        "no way on before it is written",
        !hand.find("recovery.go", java.awt.Component.class).isEnabled());
    hand.awaitFocus("recovery.written");
    hand.press(KeyEvent.VK_SPACE);
    hand.await(
        "the way on is open", () -> hand.find("recovery.go", java.awt.Component.class).isEnabled());
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitSeen("main");
    hand.picture("empty-light");
  }

  private void joining() {
    newWorld();
    open(Theme.LIGHT, 1180, 820);
    hand.click("door.join");
    hand.click("passphrase");
    hand.type(World.PASSPHRASE);
    hand.click("passphrase.again");
    hand.type(World.PASSPHRASE);
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitText("join.account", "CONCLAVEID1:");
    hand.click("join.invitation");
    hand.type("CONCLAVE1:BAD");
    hand.awaitText("join.invitation.error", "not a whole invitation");
    hand.click("join.invitation");
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_A);
    hand.type(OrganisationFake.INVITATION);
    hand.awaitText("join.preview.organisation", "Harbour Clinic");
    hand.picture("join-light");
    hand.click("join.go");
    hand.awaitSeen("main");
  }

  private void unlocking() {
    newWorld().populate("Harbour Clinic", "Mara Lindqvist");
    world.profile.status = ProfileStatus.LOCKED;
    open(Theme.DARK, 900, 640);
    hand.click("unlock.passphrase");
    hand.type("wrong words");
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitText("unlock.passphrase.error", "not the passphrase");
    hand.picture("unlock-dark");
    check("still locked", world.profile.status == ProfileStatus.LOCKED);
    hand.click("unlock.passphrase");
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_A);
    hand.type(World.PASSPHRASE);
    hand.click("unlock.open");
    hand.awaitSeen("main");
  }

  private void sending() {
    GroupId ward = clinic();
    open(Theme.LIGHT, 1280, 800);
    hand.awaitSeen("conversations");
    hand.clickIn("conversations", 100, 32);
    hand.awaitText("conversation.about", "5 members");
    hand.awaitText("status.engine", "ready");
    hand.picture("conversation-light");
    hand.click("composer");
    hand.type("on my way");
    hand.press(KeyEvent.VK_SHIFT, KeyEvent.VK_ENTER);
    hand.type("two minutes");
    hand.press(KeyEvent.VK_ENTER);
    hand.await(
        "the message is in the history",
        () -> timeline().count() == 12 && timeline().row(11).isPresent());
    check(
        "as typed",
        timeline().row(11).orElseThrow().message().text().equals("on my way\ntwo minutes"));
    check("the composer is empty", hand.text("composer").isEmpty());
    Message sent = timeline().row(11).orElseThrow().message();
    world.messenger.acknowledgeAll(ward, sent.id());
    hand.await(
        "delivery is shown",
        () -> timeline().row(11).filter(row -> row.message().received() == 4).isPresent());
    hand.click("composer");
    hand.type("a draft");
    world.messenger.receive(ward, 1, "See you there.");
    hand.await("what was received is shown", () -> timeline().row(12).isPresent());
    hand.clickIn("conversations", 100, 32 + 64);
    hand.awaitText("conversation.name", "Patient transport");
    check("another has no draft", hand.text("composer").isEmpty());
    hand.clickIn("conversations", 100, 32);
    hand.awaitText("composer", "a draft");
  }

  private org.conclave.ui.internal.chat.TimelineProbe timeline() {
    return org.conclave.ui.internal.chat.TimelineProbe.of(
        hand.find("timeline", javax.swing.JComponent.class));
  }

  private void engineDown() {
    clinic();
    open(Theme.LIGHT, 1280, 800);
    hand.clickIn("conversations", 100, 32);
    hand.awaitText("conversation.about", "5 members");
    world.messenger.engineDown = true;
    world.engineState = EngineStatus.State.FAILED;
    world.happenings.engineStatusChanged(null);
    hand.awaitSeen("banner.engine.failed");
    hand.awaitText("status.engine", "failed");
    hand.click("composer");
    hand.type("please wait");
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitText("outgoing.says", "not sent yet");
    check("not shown as sent", timeline().count() == 11);
    hand.picture("engine-down-light");
    world.messenger.engineDown = false;
    world.engineState = EngineStatus.State.READY;
    world.happenings.engineStatusChanged(null);
    hand.await("it is sent by itself", () -> timeline().count() == 12);
    hand.awaitGone("banner.engine.failed");
    hand.awaitGone("outgoing");
  }

  private void scrolling() {
    GroupId ward = clinic();
    for (int i = 0; i < 10_000; i++) {
      world.messenger.say(
          ward,
          i * 7 % 5,
          Instant.parse("2026-11-23T10:00:00Z").minusSeconds(60L * (10_000 - i)),
          "Message " + i + (i % 4 == 0 ? " with a longer text that says more ".repeat(6) : ""),
          1);
    }
    open(Theme.LIGHT, 1280, 800);
    hand.clickIn("conversations", 100, 32);
    hand.await("all are counted", () -> timeline().count() == 10_011);
    AtomicLong worst = new AtomicLong();
    AtomicBoolean watching = new AtomicBoolean(true);
    Thread watchdog =
        new Thread(
            () -> {
              while (watching.get()) {
                long asked = System.nanoTime();
                Hand.onEventThread(() -> true);
                worst.accumulateAndGet(System.nanoTime() - asked, Math::max);
                java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
              }
            });
    watchdog.start();
    hand.clickIn("timeline", 500, 300);
    for (int i = 0; i < 60; i++) {
      hand.wheel(-8);
    }
    JScrollBar bar = hand.find("timeline.bar", JScrollBar.class);
    for (int i = 0; i <= 200; i++) {
      int at = i;
      EventQueue.invokeLater(
          () ->
              bar.setValue((int) ((long) (bar.getMaximum() - bar.getVisibleAmount()) * at / 200)));
      hand.settleBriefly();
    }
    EventQueue.invokeLater(() -> bar.setValue(bar.getMaximum() / 2));
    hand.await("the middle is loaded", () -> timeline().isViewLoaded());
    watching.set(false);
    hand.picture("ten-thousand-light");
    System.out.println("STALL " + worst.get() / 1_000_000 + " ms worst wait for the event thread");
    // No measurement, on machines that others use too: only what a person would call frozen fails.
    check("the window does not freeze", worst.get() < 2_000_000_000L);
    hand.press(KeyEvent.VK_HOME);
    hand.await("the first is shown", () -> timeline().row(0).isPresent());
    hand.click("timeline.newest");
    hand.await("the end is shown", () -> timeline().isAtEnd());
  }

  private void hotSwap() {
    clinic();
    open(Theme.LIGHT, 1280, 800);
    hand.clickIn("conversations", 100, 32);
    hand.awaitText("conversation.about", "5 members");
    world.services.unbind(Network.class, world.network);
    window.refresh();
    hand.awaitSeen("banner.network.off");
    world.services.unbind(Messenger.class, world.messenger);
    window.refresh();
    hand.awaitSeen("banner.messaging");
    world.happenings.refused("Its clock is off by more than a day. Set this computer's clock.");
    hand.awaitSeen("banner.refused");
    hand.click("banner.refused.close");
    hand.awaitGone("banner.refused");
    hand.click("composer");
    hand.type("written meanwhile");
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitText("outgoing.says", "not sent yet");
    hand.picture("services-off-light");
    world.services.unbind(ProfileAccess.class, world.profile);
    window.refresh();
    hand.awaitSeen("banner.storage");
    check("the conversation stays", hand.sees("conversation"));
    world.services.bind(ProfileAccess.class, world.profile);
    world.services.bind(Network.class, world.network);
    world.services.bind(Messenger.class, world.messenger);
    window.refresh();
    hand.await("it went out", () -> timeline().count() == 12);
    hand.awaitGone("banners");
  }

  private void members() {
    clinic();
    open(Theme.LIGHT, 1280, 800);
    hand.clickIn("conversations", 100, 32);
    hand.awaitText("conversation.about", "5 members");
    hand.click("conversation.members");
    hand.awaitSeen("members.list");
    hand.picture("members-light");
    world.messenger.addOutcome = Messenger.AddOutcome.WAITING;
    hand.click("members.add");
    hand.clickIn("add.list", 100, 32);
    hand.picture("add-member-light");
    hand.click("add.go");
    hand.awaitText("add.says", "cannot be reached");
    hand.press(KeyEvent.VK_ESCAPE);
    hand.awaitGone("sheet.add");
    hand.awaitText("conversation.about", "6 members");
    hand.clickIn("members.list", 100, 32 + 64);
    hand.click("members.remove");
    hand.awaitText("remove.says", "Jonas Weber");
    hand.click("remove.go");
    hand.awaitText("conversation.about", "5 members");
    hand.click("rail.PEOPLE");
    hand.click("invite");
    hand.click("invite.account");
    hand.type("nonsense");
    hand.click("invite.name");
    hand.type("Noor Haddad");
    hand.click("invite.go");
    hand.awaitText("invite.account.error", "not an account code");
    hand.picture("invite-error-light");
    hand.click("invite.account");
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_A);
    hand.type("CONCLAVEID1:ABC");
    hand.click("invite.go");
    hand.awaitText("invitation.text", "CONCLAVE1:");
    hand.picture("invitation-light");
  }

  private void keys() {
    clinic();
    open(Theme.LIGHT, 1280, 800);
    hand.clickIn("conversations", 100, 32);
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_K);
    hand.awaitSeen("jump.field");
    hand.type("labo");
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitText("conversation.name", "Laboratory");
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_F);
    hand.type("board");
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitText("conversation.name", "Board");
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_N);
    hand.awaitSeen("group.name");
    hand.type("Night shift");
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitText("conversation.name", "Night shift");
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_N);
    hand.awaitSeen("group.name");
    hand.press(KeyEvent.VK_ESCAPE);
    hand.awaitGone("group.name");
  }

  private void looks() {
    clinic();
    open(Theme.DARK, 1280, 800);
    hand.clickIn("conversations", 100, 32);
    hand.awaitText("conversation.about", "5 members");
    hand.picture("conversation-dark");
    hand.click("rail.SETTINGS");
    hand.click("theme.LIGHT");
    hand.picture("settings-light");
    check("the ground follows", Hand.onEventThread(() -> hand.ground("list")) > 200);
    hand.click("rail.CONVERSATIONS");
    Hand.onEventThread(
        () -> {
          Hand.frame().setSize(480, 760);
          return true;
        });
    hand.settle();
    hand.awaitSeen("conversation.back");
    check("one column", !hand.sees("conversations"));
    hand.picture("narrow-conversation-light");
    hand.click("conversation.back");
    hand.awaitSeen("conversations");
    hand.picture("narrow-list-light");
    EventQueue.invokeLater(
        () ->
            Hand.frame()
                .dispatchEvent(
                    new java.awt.event.WindowEvent(
                        Hand.frame(), java.awt.event.WindowEvent.WINDOW_CLOSING)));
    hand.await("closing is passed on", closedByPerson::get);
    window.close();
    check(
        "its place is remembered",
        WindowSettings.read(directory).bounds().orElseThrow().width == 480);
    check("its theme is remembered", WindowSettings.read(directory).theme() == Theme.LIGHT);
  }

  private void stopping() throws Exception {
    clinic();
    SwappedWindow swapped = new SwappedWindow(world, directory);
    hand.awaitSeen("conversations");
    hand.clickIn("conversations", 100, 32);
    hand.awaitText("conversation.about", "5 members");
    hand.click("conversation.members");
    hand.awaitSeen("members.list");
    hand.click("rail.SETTINGS");
    hand.click("theme.DARK");
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_N);
    hand.awaitSeen("group.name");
    hand.type("x");
    hand.clickIn("group.name", 40, 10);
    hand.settle();
    swapped.stop();
    hand.settle();
    check("the window's classes are unloaded", swapped.awaitUnloaded());
  }
}
