package org.conclave.onboarding.internal.ledger;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.conclave.api.organisation.DeviceState;
import org.conclave.onboarding.internal.statement.DeviceOrder;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedRecord;

/**
 * Which of a member's devices is the active one.
 *
 * @param contenders where there is no active one: the newest that is not, or those that contradict
 *     each other
 */
public record Devices(
    DeviceState state, Optional<VerifiedRecord> active, List<VerifiedRecord> contenders) {
  /**
   * Order is by the counters alone. Two records at one place of the newest generation put both
   * aside, until an administrator approves one of them or a new generation.
   */
  static Devices of(Collection<VerifiedRecord> records, VerifiedGrant grant, Law law) {
    Set<Long> begun = begun(records, grant, law);
    List<VerifiedRecord> placed =
        records.stream().filter(record -> isPlaced(record, begun, grant, law)).toList();
    // After a device was taken out, whoever has the account key alone makes no other one.
    long revoked =
        law.deviceRevocation(grant.user(), grant)
            .map(revocation -> Law.through(revocation).generation())
            .orElse(0L);
    List<VerifiedRecord> eligible =
        placed.stream().filter(record -> record.order().generation() > revoked).toList();
    if (eligible.isEmpty()) {
      return new Devices(
          DeviceState.AWAITED,
          Optional.empty(),
          placed.stream().max(Comparator.comparing(VerifiedRecord::order)).stream().toList());
    }
    long generation =
        eligible.stream().mapToLong(record -> record.order().generation()).max().orElseThrow();
    TreeMap<DeviceOrder, List<VerifiedRecord>> newest =
        eligible.stream()
            .filter(record -> record.order().generation() == generation)
            .collect(
                Collectors.groupingBy(VerifiedRecord::order, TreeMap::new, Collectors.toList()));
    for (List<VerifiedRecord> rivals : newest.values()) {
      if (chosen(rivals, grant, law).isEmpty()) {
        return new Devices(DeviceState.CONFLICT, Optional.empty(), byRank(rivals));
      }
    }
    Map.Entry<DeviceOrder, List<VerifiedRecord>> last = newest.lastEntry();
    return new Devices(DeviceState.ACTIVE, chosen(last.getValue(), grant, law), List.of());
  }

  private static Optional<VerifiedRecord> chosen(
      List<VerifiedRecord> rivals, VerifiedGrant grant, Law law) {
    if (rivals.stream().map(VerifiedRecord::rank).distinct().count() == 1) {
      return Optional.of(rivals.get(0));
    }
    List<VerifiedRecord> approved =
        rivals.stream().filter(record -> law.isApproved(record, grant)).toList();
    return approved.stream().map(VerifiedRecord::rank).distinct().count() == 1
        ? Optional.of(approved.get(0))
        : Optional.empty();
  }

  private static List<VerifiedRecord> byRank(List<VerifiedRecord> rivals) {
    return rivals.stream().sorted(Comparator.comparing(VerifiedRecord::rank)).toList();
  }

  /** The generations whose first device an administrator approved, and the first one. */
  private static Set<Long> begun(Collection<VerifiedRecord> records, VerifiedGrant grant, Law law) {
    Set<Long> begun = new HashSet<>(Set.of(DeviceOrder.FIRST.generation()));
    records.stream()
        .filter(record -> record.order().deviceEpoch() == DeviceOrder.FIRST.deviceEpoch())
        .filter(record -> law.isApproved(record, grant))
        .forEach(record -> begun.add(record.order().generation()));
    return begun;
  }

  /** A first device is the one that the claim names; what needs an approval has it. */
  private static boolean isPlaced(
      VerifiedRecord record, Set<Long> begun, VerifiedGrant grant, Law law) {
    if (record.isFirst()) {
      return grant.claimed().map(record::hasKeysOf).orElse(true);
    }
    if (!begun.contains(record.order().generation())) {
      return false;
    }
    boolean beginsGeneration = record.order().deviceEpoch() == 1;
    return (beginsGeneration || !law.policy(grant.site()).takeoverNeedsApproval())
        || law.isApproved(record, grant);
  }
}
