package org.conclave.onboarding.internal.ledger;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.conclave.onboarding.internal.statement.DeviceOrder;
import org.conclave.onboarding.internal.statement.MemberEntry;
import org.conclave.onboarding.internal.statement.Slot;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedRecord;

/**
 * Everything that the ledger holds about one member, immutable. {@link #standing} is a pure
 * function of the set of entries and of the law: any two peers that know the same entries agree,
 * whatever the order of arrival.
 */
final class MemberStatements {
  static final MemberStatements NONE = new MemberStatements(Map.of(), Map.of());

  private static final Comparator<VerifiedGrant> COUNTING_FIRST =
      Comparator.comparing(
          grant -> new Seniority.Ranked(grant.authority(), grant.statementHash()),
          Seniority.newestOfHighest());

  private final Map<Slot, Rivals<VerifiedGrant>> grants;
  private final Map<Slot, Rivals<VerifiedRecord>> records;

  private MemberStatements(
      Map<Slot, Rivals<VerifiedGrant>> grants, Map<Slot, Rivals<VerifiedRecord>> records) {
    this.grants = grants;
    this.records = records;
  }

  MemberStatements with(MemberEntry entry) {
    if (entry instanceof VerifiedGrant grant) {
      return new MemberStatements(added(grants, grant), records);
    }
    return new MemberStatements(grants, added(records, (VerifiedRecord) entry));
  }

  boolean hasRoomFor(MemberEntry entry) {
    Rivals<?> rivals =
        entry instanceof VerifiedGrant ? grants.get(entry.slot()) : records.get(entry.slot());
    return rivals == null || !rivals.isFull();
  }

  boolean holds(MemberEntry entry) {
    return Stream.concat(kept(), aside()).anyMatch(held -> held.hash().equals(entry.hash()));
  }

  boolean isConflict(Slot slot) {
    return Stream.of(grants.get(slot), records.get(slot))
        .anyMatch(rivals -> rivals != null && rivals.isConflict());
  }

  /** Whether anything, in force or not, ever made somebody this member. */
  boolean isKnown() {
    return !grants.isEmpty();
  }

  /** The first record of a generation. */
  Optional<VerifiedRecord> firstOf(long generation) {
    return Optional.ofNullable(
            records.get(
                new Slot.Device(new DeviceOrder(generation, DeviceOrder.FIRST.deviceEpoch()))))
        .map(Rivals::effective);
  }

  /** Whether a record of that generation has a place here already. */
  boolean hasGeneration(long generation) {
    return records.keySet().stream()
        .anyMatch(
            slot ->
                slot instanceof Slot.Device device && device.order().generation() == generation);
  }

  /** What is part of the set that peers reconcile: grants before the records that need them. */
  Stream<MemberEntry> kept() {
    return Stream.concat(
        grants.values().stream().flatMap(rivals -> rivals.kept().stream()),
        records.values().stream().flatMap(rivals -> rivals.kept().stream()));
  }

  /** What is on disk and neither effective nor offered. */
  Stream<MemberEntry> aside() {
    return Stream.concat(
        grants.values().stream().flatMap(rivals -> rivals.aside().stream()),
        records.values().stream().flatMap(rivals -> rivals.aside().stream()));
  }

  /** Slots that hold rivals. */
  List<List<? extends MemberEntry>> conflicts() {
    return Stream.concat(grants.values().stream(), records.values().stream())
        .filter(Rivals::isConflict)
        .<List<? extends MemberEntry>>map(Rivals::kept)
        .toList();
  }

  /** The effective use of a token, if it was used. */
  Optional<VerifiedGrant> use(Slot.Token token) {
    return Optional.ofNullable(grants.get(token)).map(Rivals::effective);
  }

  /** Empty as long as nothing that counts grants membership. */
  Optional<Standing> standing(Law law) {
    return grants.values().stream()
        .map(Rivals::effective)
        .filter(law::admits)
        .min(COUNTING_FIRST)
        .map(
            grant ->
                new Standing(
                    grant,
                    Devices.of(
                        records.values().stream()
                            .flatMap(rivals -> rivals.kept().stream())
                            .toList(),
                        grant,
                        law),
                    law.revocation(grant.user(), grant)));
  }

  private static <E extends MemberEntry> Map<Slot, Rivals<E>> added(
      Map<Slot, Rivals<E>> slots, E entry) {
    Map<Slot, Rivals<E>> more = new HashMap<>(slots);
    more.merge(entry.slot(), Rivals.<E>none().with(entry), (rivals, alone) -> rivals.with(entry));
    return Map.copyOf(more);
  }
}
