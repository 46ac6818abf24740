package org.conclave.ui.internal.start;

import java.util.function.Consumer;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.ui.internal.work.Desk;

/** The card for each standing in which this device does not take part, and what it leads to. */
final class StandingCards {
  private StandingCards() {}

  static boolean has(OwnStanding standing) {
    return standing instanceof OwnStanding.Waiting
        || standing instanceof OwnStanding.Restoring
        || standing instanceof OwnStanding.Locked;
  }

  /**
   * @param show shows another card instead
   * @param back shows this one again
   * @param done is told when something was done that changes the standing
   * @param close closes Conclave
   * @throws IllegalArgumentException if the standing has none
   */
  static Card of(
      Desk desk,
      OwnStanding standing,
      Consumer<Card> show,
      Runnable back,
      Runnable done,
      Runnable close) {
    if (standing instanceof OwnStanding.Waiting waiting) {
      return new WaitingCard(
          desk,
          waiting,
          () ->
              show.accept(
                  new ConfirmCard(
                      desk,
                      "giveup.waiting",
                      waiting.organisationName(),
                      Organisation::giveUpWaiting,
                      back,
                      done)));
    }
    if (standing instanceof OwnStanding.Restoring restoring) {
      return new RestoringCard(
          desk,
          restoring,
          () ->
              show.accept(
                  new ConfirmCard(
                      desk,
                      "giveup.restoring",
                      restoring.organisationName(),
                      Organisation::giveUpWaiting,
                      back,
                      done)));
    }
    if (standing instanceof OwnStanding.Locked locked) {
      return new LockedCard(
          desk,
          locked,
          () ->
              show.accept(
                  new ConfirmCard(
                      desk,
                      "useagain." + locked.reason(),
                      locked.organisationName(),
                      Organisation::useHereAgain,
                      back,
                      done)),
          close);
    }
    throw new IllegalArgumentException("nothing to say about " + standing);
  }
}
