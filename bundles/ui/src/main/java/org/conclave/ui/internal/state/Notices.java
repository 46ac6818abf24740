package org.conclave.ui.internal.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.conclave.api.engine.EngineStatus;
import org.conclave.api.network.NetworkStatus;
import org.conclave.api.organisation.LedgerFreshness;
import org.conclave.ui.internal.state.Notice.Severity;
import org.conclave.ui.internal.text.Text;

/** What of a situation needs saying: what is off, and what follows from it. */
public final class Notices {
  /** The key of the notice that an earlier copy of the profile was put back. */
  public static final String REWOUND = "rewound";

  private Notices() {}

  /**
   * The notices for an open profile. What follows from something that is said already is not said
   * again: without storage nothing else runs either.
   *
   * @param refusal what a peer told this device when it refused it
   * @param rewound whether a group's state turned out to be an earlier one
   */
  public static List<Notice> of(
      Situation situation, Optional<String> refusal, boolean rewound, Text text) {
    List<Notice> notices = new ArrayList<>();
    if (situation.profile().isEmpty()) {
      notices.add(notice(text, "storage", Severity.DANGER));
      return notices;
    }
    if (!situation.onboarding()) {
      notices.add(notice(text, "onboarding", Severity.DANGER));
    } else if (!situation.messaging()) {
      notices.add(notice(text, "messaging", Severity.WARNING));
    }
    engine(situation.engine(), text).ifPresent(notices::add);
    if (situation.onboarding()) {
      network(situation.network(), text).ifPresent(notices::add);
      freshness(situation.belonging().freshness(), text).ifPresent(notices::add);
    }
    if (rewound) {
      notices.add(
          new Notice(
              REWOUND,
              Severity.WARNING,
              text.get("notice.rewound"),
              text.get("notice.rewound.meaning"),
              true));
    }
    notices.addAll(ofWaiting(refusal, text));
    return notices;
  }

  /** The notices for somebody who waits to take part: why peers turn this device away. */
  public static List<Notice> ofWaiting(Optional<String> refusal, Text text) {
    return refusal
        .map(
            message ->
                List.of(
                    new Notice(
                        "refused", Severity.DANGER, text.get("notice.refused"), message, true)))
        .orElse(List.of());
  }

  private static Optional<Notice> freshness(LedgerFreshness freshness, Text text) {
    if (freshness.state() == LedgerFreshness.State.FRESH) {
      return Optional.empty();
    }
    String since =
        freshness
            .lastBeacon()
            .map(signed -> text.get("notice.ledger.since", text.date(signed)))
            .orElseGet(() -> text.get("notice.ledger.never"));
    String key = "ledger." + freshness.state();
    return Optional.of(
        new Notice(
            key,
            Severity.WARNING,
            text.get("notice." + key),
            text.get("notice." + key + ".meaning", since),
            false));
  }

  private static Optional<Notice> engine(Optional<EngineStatus> engine, Text text) {
    if (engine.isEmpty()) {
      return Optional.of(notice(text, "engine.off", Severity.DANGER));
    }
    return switch (engine.get().state()) {
      case STARTING, READY -> Optional.empty();
      case STOPPED -> Optional.of(notice(text, "engine.off", Severity.DANGER));
      case RESTARTING -> Optional.of(notice(text, "engine.restarting", Severity.WARNING));
      case FAILED -> Optional.of(notice(text, "engine.failed", Severity.DANGER));
    };
  }

  private static Optional<Notice> network(Optional<NetworkStatus> network, Text text) {
    if (network.isEmpty()) {
      return Optional.of(notice(text, "network.off", Severity.WARNING));
    }
    NetworkStatus status = network.get();
    if (status.state() != NetworkStatus.State.FAILED) {
      return Optional.empty();
    }
    String meaning = text.get("notice.network.failed.meaning", status.problem());
    return Optional.of(
        new Notice(
            "network.failed",
            Severity.WARNING,
            text.get("notice.network.failed"),
            meaning.strip(),
            false));
  }

  private static Notice notice(Text text, String key, Severity severity) {
    return new Notice(
        key, severity, text.get("notice." + key), text.get("notice." + key + ".meaning"), false);
  }
}
