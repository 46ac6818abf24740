package org.conclave.onboarding.internal.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.conclave.onboarding.internal.statement.VerifiedEntry;

/**
 * The entries of one slot, immutable. The lowest rank is effective; the next one is kept as proof
 * of the conflict; more would only fill disks and are set aside. So what is effective and what is
 * kept depends on the set of entries and not on their order.
 *
 * @param <E> the kind of entry
 */
record Rivals<E extends VerifiedEntry>(List<E> kept, List<E> aside) {
  /** So many rivals are remembered at all. Only the account's own holder can make any. */
  static final int LIMIT = 8;

  private static final int KEPT = 2;

  private static final Comparator<VerifiedEntry> ORDER =
      Comparator.comparing(VerifiedEntry::rank).thenComparing(VerifiedEntry::hash);

  static <E extends VerifiedEntry> Rivals<E> none() {
    return new Rivals<>(List.of(), List.of());
  }

  boolean isFull() {
    return kept.size() + aside.size() >= LIMIT;
  }

  boolean isConflict() {
    return kept.size() > 1;
  }

  E effective() {
    return kept.get(0);
  }

  Rivals<E> with(E entry) {
    List<E> all = new ArrayList<>(kept);
    all.addAll(aside);
    all.add(entry);
    all.sort(ORDER);
    List<E> keep = new ArrayList<>();
    List<E> rest = new ArrayList<>();
    for (E candidate : all) {
      boolean sameAgain =
          !keep.isEmpty() && keep.get(keep.size() - 1).rank().equals(candidate.rank());
      (keep.size() < KEPT && !sameAgain ? keep : rest).add(candidate);
    }
    return new Rivals<>(List.copyOf(keep), List.copyOf(rest));
  }
}
