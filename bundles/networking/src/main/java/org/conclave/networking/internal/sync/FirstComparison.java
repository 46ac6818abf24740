package org.conclave.networking.internal.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.storage.StorageException;
import org.conclave.networking.internal.groups.HeldBack;
import org.jspecify.annotations.Nullable;

/**
 * Follows what one peer brings of groups that are {@link HeldBack}, and lets each go once all that
 * the peer holds of it was processed here. Costs nothing for other groups. Thread-safe; blocks on
 * the disk.
 */
final class FirstComparison {
  private static final int MAXIMUM_REFUSED = 4_096;

  /** Less than the pause before an envelope is offered again. */
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

  private final LongSupplier nanoTime;
  private final Reconciler reconciler;
  private final HeldBack heldBack;
  private final Unseen unseen = new Unseen();

  /** What could not be processed now, and so was not seen although it came. */
  private final Set<EnvelopeId> retried = ConcurrentHashMap.newKeySet();

  /** What was refused, and when for the first time. */
  private final Map<EnvelopeId, Long> refused = new ConcurrentHashMap<>();

  private volatile SyncMessage.@Nullable Pull pulled;

  FirstComparison(Reconciler reconciler, HeldBack heldBack, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.reconciler = reconciler;
    this.heldBack = heldBack;
  }

  /** The peer offered the group. */
  void offered(GroupId group, Reconciler.Compared compared) throws StorageException {
    if (heldBack.holds(group)) {
      unseen.offered(group, compared.differing());
      releaseIfSettled(group);
    }
  }

  /** The peer's ids of an epoch have come. */
  void told(SyncMessage.Ids ids, List<EnvelopeId> missing) throws StorageException {
    if (heldBack.holds(ids.group())) {
      unseen.told(ids.group(), ids.epoch(), ids.ids(), missing);
      releaseIfSettled(ids.group());
    }
  }

  /** The peer was asked for these. */
  void pulling(SyncMessage.Pull portion) {
    pulled = portion;
  }

  /** An envelope of the group is to be offered again. */
  void retried(GroupId group, EnvelopeId envelope) {
    if (heldBack.holds(group)) {
      retried.add(envelope);
    }
  }

  /**
   * An envelope of the group was refused. That may be the one which shows that this device was put
   * back, so what follows from it is given a moment.
   *
   * @return whether the group is to be looked at again, because the moment is not over
   */
  boolean refused(GroupId group, EnvelopeId envelope) {
    if (!heldBack.holds(group) || refused.size() >= MAXIMUM_REFUSED) {
      return false;
    }
    long now = nanoTime.getAsLong();
    Long first = refused.putIfAbsent(envelope, now);
    boolean early = first == null || now - first < MOMENT_NANOS;
    if (early) {
      retried.add(envelope);
    }
    return early;
  }

  /** The answer has ended, and what came is processed; the rest the peer does not hold any more. */
  void pullEnded() throws StorageException {
    SyncMessage.Pull ended = pulled;
    pulled = null;
    if (ended != null) {
      known(ended);
    }
  }

  /** These need not be pulled: they are here, or will not come. */
  void known(SyncMessage.Pull portion) throws StorageException {
    if (heldBack.holds(portion.group())) {
      List<EnvelopeId> seen = new ArrayList<>(portion.ids());
      seen.removeAll(retried);
      unseen.seen(portion.group(), seen);
      releaseIfSettled(portion.group());
    }
    retried.clear();
  }

  /** What this peer brought in vain may have come from another one since. */
  void lookAgain(GroupId group) throws StorageException {
    if (heldBack.holds(group)) {
      List<EnvelopeId> known = new ArrayList<>(unseen.of(group));
      known.removeAll(reconciler.stillMissing(group, known));
      unseen.seen(group, known);
      releaseIfSettled(group);
    }
  }

  private void releaseIfSettled(GroupId group) throws StorageException {
    if (unseen.isSettled(group)) {
      unseen.forget(group);
      heldBack.release(group);
    }
  }
}
