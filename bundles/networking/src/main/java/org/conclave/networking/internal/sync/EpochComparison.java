package org.conclave.networking.internal.sync;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.conclave.api.storage.EpochHoldings;

/**
 * How two devices' holdings of a group differ, epoch by epoch.
 *
 * @param equal of which the peer holds all that this device holds, what it withholds included
 * @param equalToTold of which the peer holds what this device tells
 * @param different the others that either holds something of, oldest first
 * @param heldByPeer of the different ones those of which the peer holds something, and how much
 */
record EpochComparison(
    Set<Long> equal,
    Set<Long> equalToTold,
    SortedSet<Long> different,
    Map<Long, Integer> heldByPeer) {

  /**
   * @param first the oldest epoch that both can read
   * @param held by this device, from the first epoch on
   * @param told of it to the peer
   * @param theirs what the peer tells
   */
  static EpochComparison of(
      long first, List<EpochHoldings> held, List<EpochHoldings> told, List<EpochHoldings> theirs) {
    Map<Long, EpochHoldings> heldByEpoch = byEpoch(first, held);
    Map<Long, EpochHoldings> toldByEpoch = byEpoch(first, told);
    Map<Long, EpochHoldings> theirsByEpoch = byEpoch(first, theirs);
    SortedSet<Long> either = new TreeSet<>(heldByEpoch.keySet());
    either.addAll(theirsByEpoch.keySet());
    EpochComparison comparison =
        new EpochComparison(new HashSet<>(), new HashSet<>(), new TreeSet<>(), new HashMap<>());
    for (Long epoch : either) {
      EpochHoldings their = theirsByEpoch.get(epoch);
      if (Objects.equals(toldByEpoch.get(epoch), their)) {
        comparison.equalToTold.add(epoch);
      } else if (Objects.equals(heldByEpoch.get(epoch), their)) {
        comparison.equal.add(epoch);
      } else {
        comparison.different.add(epoch);
        if (their != null) {
          comparison.heldByPeer.put(epoch, their.count());
        }
      }
    }
    return comparison;
  }

  private static Map<Long, EpochHoldings> byEpoch(long first, List<EpochHoldings> holdings) {
    Map<Long, EpochHoldings> epochs = new HashMap<>();
    for (EpochHoldings one : holdings) {
      if (one.epoch() >= first) {
        epochs.put(one.epoch(), one);
      }
    }
    return epochs;
  }
}
