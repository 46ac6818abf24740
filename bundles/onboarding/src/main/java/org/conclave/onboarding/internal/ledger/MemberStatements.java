package org.conclave.onboarding.internal.ledger;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.conclave.onboarding.internal.statement.Slot;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedRecord;

/**
 * Everything that the ledger holds about one member, immutable. {@link #standing} is a pure
 * function of the set of entries: any two peers that know the same entries agree, whatever the
 * order of arrival.
 */
final class MemberStatements {
  static final MemberStatements NONE = new MemberStatements(Map.of(), Map.of());

  /** The newest statement of the root counts; the lower hash settles equal counters. */
  private static final Comparator<VerifiedGrant> NEWEST_GRANT =
      Comparator.comparingLong(VerifiedGrant::counter)
          .thenComparing(VerifiedGrant::statementHash, Comparator.reverseOrder());

  private final Map<Slot, Rivals<VerifiedGrant>> grants;
  private final Map<Slot, Rivals<VerifiedRecord>> records;

  private MemberStatements(
      Map<Slot, Rivals<VerifiedGrant>> grants, Map<Slot, Rivals<VerifiedRecord>> records) {
    this.grants = grants;
    this.records = records;
  }

  MemberStatements with(VerifiedEntry entry) {
    if (entry instanceof VerifiedGrant grant) {
      return new MemberStatements(added(grants, grant), records);
    }
    return new MemberStatements(grants, added(records, (VerifiedRecord) entry));
  }

  boolean hasRoomFor(VerifiedEntry entry) {
    Rivals<?> rivals =
        entry instanceof VerifiedGrant ? grants.get(entry.slot()) : records.get(entry.slot());
    return rivals == null || !rivals.isFull();
  }

  boolean holds(VerifiedEntry entry) {
    return Stream.concat(kept(), aside()).anyMatch(held -> held.hash().equals(entry.hash()));
  }

  boolean isConflict(Slot slot) {
    return Stream.of(grants.get(slot), records.get(slot))
        .anyMatch(rivals -> rivals != null && rivals.isConflict());
  }

  boolean isMember() {
    return !grants.isEmpty();
  }

  /** What is part of the set that peers reconcile: grants before the records that need them. */
  Stream<VerifiedEntry> kept() {
    return Stream.concat(
        grants.values().stream().flatMap(rivals -> rivals.kept().stream()),
        records.values().stream().flatMap(rivals -> rivals.kept().stream()));
  }

  /** What is on disk and neither effective nor offered. */
  Stream<VerifiedEntry> aside() {
    return Stream.concat(
        grants.values().stream().flatMap(rivals -> rivals.aside().stream()),
        records.values().stream().flatMap(rivals -> rivals.aside().stream()));
  }

  /** The effective use of a token, if it was used. */
  Optional<VerifiedGrant> use(Slot.Token token) {
    return Optional.ofNullable(grants.get(token)).map(Rivals::effective);
  }

  /** Empty as long as nothing grants membership. */
  Optional<Standing> standing() {
    return grants.values().stream()
        .map(Rivals::effective)
        .max(NEWEST_GRANT)
        .map(grant -> new Standing(grant, newestRecord(grant)));
  }

  private Optional<VerifiedRecord> newestRecord(VerifiedGrant grant) {
    return records.values().stream()
        .flatMap(rivals -> rivals.kept().stream())
        .filter(record -> isEligible(record, grant))
        .max(
            Comparator.comparing(VerifiedRecord::order)
                .thenComparing(VerifiedRecord::rank, Comparator.reverseOrder()));
  }

  /** A first device is the one that the claim names; later ones are the member's own choice. */
  private static boolean isEligible(VerifiedRecord record, VerifiedGrant grant) {
    return !record.isFirst() || grant.claimed().map(record::hasKeysOf).orElse(true);
  }

  private static <E extends VerifiedEntry> Map<Slot, Rivals<E>> added(
      Map<Slot, Rivals<E>> slots, E entry) {
    Map<Slot, Rivals<E>> more = new HashMap<>(slots);
    more.merge(entry.slot(), Rivals.<E>none().with(entry), (rivals, alone) -> rivals.with(entry));
    return Map.copyOf(more);
  }
}
