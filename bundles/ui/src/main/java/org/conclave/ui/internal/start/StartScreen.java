package org.conclave.ui.internal.start;

import java.awt.BorderLayout;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.organisation.AccountCode;
import org.conclave.api.organisation.Founded;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.ui.internal.carry.Handover;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;
import org.jspecify.annotations.Nullable;

/**
 * All that comes before the conversations: the doors, their steps, unlocking, and words for the
 * time in which a part that is needed is not there. On the event thread only.
 */
public final class StartScreen extends JPanel {
  private static final long serialVersionUID = 1L;

  /**
   * Where a person is. Within DOORS the steps are the person's own and not changed from outside.
   */
  private enum Stage {
    NONE,
    WAITING,
    UNLOCK,
    DOORS,
    STANDING
  }

  private final transient Desk desk;
  private final Sheets sheets;
  private final transient Runnable opened;
  private final transient Runnable close;
  private final JPanel middle =
      Parts.clear(new JPanel(new MigLayout("insets 24, fill", "[center]", "[center]")));
  private Stage stage = Stage.NONE;
  private String waitingFor = "";
  private boolean held;
  private boolean profileAbsent;
  private @Nullable Card card;
  private transient OwnStanding standing = new OwnStanding.Outside();
  private transient Situation situation = Situation.UNKNOWN;

  /**
   * @param opened is told when the profile was opened here
   * @param close closes Conclave
   */
  public StartScreen(Desk desk, Sheets sheets, Runnable opened, Runnable close) {
    super(new BorderLayout());
    this.desk = desk;
    this.sheets = sheets;
    this.opened = opened;
    this.close = close;
    setName("start");
    Parts.ground(this, "list");
    add(Parts.scroll(middle));
    Handover.on(this, handed -> Optional.ofNullable(card).ifPresent(shown -> shown.take(handed)));
  }

  /** Whether something is shown that must not be taken away: the recovery code, or its making. */
  public boolean isHeld() {
    return held || card != null && card.holds();
  }

  /** Shows what the situation asks for. Not called while the profile is open and at home. */
  public void show(Situation now) {
    situation = now;
    if (!isHeld()) {
      choose();
    }
    Optional.ofNullable(card).ifPresent(shown -> shown.know(situation));
  }

  private void choose() {
    if (situation.profile().isEmpty()) {
      await("storage");
      return;
    }
    switch (situation.profile().get()) {
      case LOCKED, DAMAGED -> {
        if (stage != Stage.UNLOCK) {
          stage = Stage.UNLOCK;
          show(new UnlockCard(desk, opened));
        }
      }
      case ABSENT -> doors(true);
      case UNLOCKED -> {
        if (situation.onboarding() && StandingCards.has(situation.standing())) {
          stand(situation.standing());
          return;
        }
        // Between the steps of a door the profile is open and onboarding may still be on its way.
        if (situation.onboarding() || stage == Stage.DOORS) {
          doors(false);
        } else {
          await("onboarding");
        }
      }
    }
  }

  /** Shows at once that the profile is being closed; its passphrase is not taken before it is. */
  public void lock() {
    stage = Stage.UNLOCK;
    UnlockCard unlock = new UnlockCard(desk, opened);
    show(unlock);
    unlock.busy(desk.say("unlock.locking"));
  }

  /** The profile is closed, or could not be. */
  public void locked() {
    if (stage == Stage.UNLOCK && card != null) {
      card.idle();
      card.takeFocus();
    }
  }

  /** A question that is being asked stays while the standing does. */
  private void stand(OwnStanding now) {
    if (stage != Stage.STANDING || !standing.equals(now)) {
      stage = Stage.STANDING;
      standing = now;
      showStanding();
    }
  }

  private void showStanding() {
    show(StandingCards.of(desk, standing, this::show, this::showStanding, this::leave, close));
  }

  private void await(String what) {
    if (stage == Stage.WAITING && waitingFor.equals(what)) {
      return;
    }
    stage = Stage.WAITING;
    waitingFor = what;
    show(new Card("waiting", desk.say("waiting." + what), desk.say("waiting." + what + ".about")));
  }

  private void doors(boolean absent) {
    profileAbsent = absent;
    if (stage != Stage.DOORS) {
      stage = Stage.DOORS;
      showDoors();
    }
  }

  private void showDoors() {
    show(
        new DoorsCard(
            desk,
            event -> withProfile(this::toInvitation),
            event -> toFound(),
            event -> withProfile(code -> toRestore())));
  }

  private void toFound() {
    show(new FoundCard(desk, profileAbsent, this::showDoors, this::founded));
  }

  private void founded(Founded founded) {
    held = true;
    desk.refresh().run();
    show(
        new RecoveryCard(
            desk,
            founded.recoveryCode(),
            () -> {
              held = false;
              leave();
            }));
  }

  /** There must be a profile for an account to be in, whether it is new or brought along. */
  private void withProfile(Consumer<AccountCode> next) {
    if (profileAbsent) {
      show(
          new JoinProfileCard(
              desk,
              this::showDoors,
              code -> {
                profileAbsent = false;
                next.accept(code);
              }));
      return;
    }
    Card doors = card;
    if (doors != null) {
      doors.busy(desk.say("join.profile.doing"));
    }
    desk.background()
        .run(
            Lane.SLOW,
            () -> desk.services().require(Organisation.class).accountCode(),
            next,
            failure ->
                show(
                    new Card(
                        "waiting",
                        desk.say("waiting.onboarding"),
                        Failures.say(desk.text(), failure))));
  }

  private void toInvitation(AccountCode code) {
    show(new JoinCard(desk, sheets, code, this::showDoors, this::leave));
  }

  private void toRestore() {
    show(new RestoreCard(desk, sheets, this::showDoors, this::leave));
  }

  private void leave() {
    stage = Stage.NONE;
    desk.refresh().run();
  }

  private void show(Card next) {
    forget();
    card = next;
    middle.removeAll();
    middle.add(next, "w 280:440:440");
    middle.revalidate();
    middle.repaint();
    next.know(situation);
    next.takeFocus();
  }

  /** Takes away what is shown, and secrets with it. */
  public void forget() {
    Optional.ofNullable(card).ifPresent(Card::forget);
  }

  /** Called when another screen takes over. */
  public void left() {
    if (stage != Stage.NONE) {
      forget();
      middle.removeAll();
      card = null;
      stage = Stage.NONE;
    }
  }
}
