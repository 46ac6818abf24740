package org.conclave.onboarding.internal.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.onboarding.internal.statement.VerifiedRecord;

/**
 * Device records that came before what gives them a place: a membership, or an approval. They wait
 * here, in memory and few: the oldest goes first, and reconciliation brings again what was dropped.
 * Confined to the ledger's writer.
 */
final class OrphanRecords {
  private static final int LIMIT = 256;
  private static final int LIMIT_EACH = 16;

  private final Map<Bytes, VerifiedRecord> waiting = new LinkedHashMap<>();

  void keep(Collection<VerifiedRecord> orphans) {
    for (VerifiedRecord orphan : orphans) {
      long same = waiting.values().stream().filter(of(orphan.user())).count();
      if (same < LIMIT_EACH) {
        waiting.put(orphan.hash(), orphan);
      }
    }
    while (waiting.size() > LIMIT) {
      waiting.remove(waiting.keySet().iterator().next());
    }
  }

  /** Takes out the records that have a place now. */
  List<VerifiedRecord> claim(Predicate<VerifiedRecord> placed) {
    List<VerifiedRecord> claimed = new ArrayList<>();
    waiting
        .values()
        .removeIf(
            orphan -> {
              boolean known = placed.test(orphan);
              return known && claimed.add(orphan);
            });
    return claimed;
  }

  private static Predicate<VerifiedRecord> of(UserId user) {
    return orphan -> orphan.user().equals(user);
  }
}
