package org.conclave.onboarding.internal.ledger;

import java.util.Comparator;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.Authority;
import org.conclave.onboarding.internal.statement.SuccessionTerms;

/** Which of two statements about one thing counts: a pure order, without any clock. */
final class Seniority {
  /** The higher authority first; of root keys the later one. */
  static final Comparator<Authority> HIGHER_FIRST =
      Comparator.comparingInt(Authority::depth)
          .thenComparing(Comparator.comparingLong(Seniority::reign).reversed());

  private Seniority() {}

  /** The higher authority first, of equal ones the newer statement, then the lower hash. */
  static Comparator<Ranked> newestOfHighest() {
    return Comparator.comparing(Ranked::authority, HIGHER_FIRST)
        .thenComparing(Comparator.comparingLong((Ranked r) -> r.authority().counter()).reversed())
        .thenComparing(Ranked::hash);
  }

  /** A statement as it is compared. */
  record Ranked(Authority authority, Bytes hash) {}

  private static long reign(Authority authority) {
    return authority.succession().map(SuccessionTerms::counter).orElse(0L);
  }
}
