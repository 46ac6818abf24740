package org.conclave.networking.internal.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.networking.internal.sync.AcknowledgementSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what members have committed into the outbox: what comes within {@value #DELAY_MILLIS} ms
 * is one transaction, so that many acknowledgements cost one flush of the disk. What cannot be
 * written is learned again by comparing. Thread-safe.
 */
public final class AcknowledgementWriter implements AcknowledgementSink {
  private static final Logger LOG = LoggerFactory.getLogger(AcknowledgementWriter.class);
  private static final long DELAY_MILLIS = 10;
  private static final int AT_ONCE = 512;

  /** More than this is not kept in memory: peers that flood wait for the next comparison. */
  private static final int MAXIMUM = 1 << 16;

  private record Acknowledgement(GroupId group, EnvelopeId envelope, UserId by) {}

  private final Storage storage;
  private final ScheduledExecutorService timers;
  private final Executor writes;
  private final Set<Acknowledgement> waiting = new LinkedHashSet<>();
  private boolean scheduled;

  public AcknowledgementWriter(Storage storage, ScheduledExecutorService timers, Executor writes) {
    this.storage = storage;
    this.timers = timers;
    this.writes = writes;
  }

  @Override
  public synchronized void acknowledged(
      GroupId group, Collection<EnvelopeId> envelopes, UserId by) {
    for (EnvelopeId envelope : envelopes) {
      if (waiting.size() < MAXIMUM) {
        waiting.add(new Acknowledgement(group, envelope, by));
      }
    }
    if (!scheduled && !waiting.isEmpty()) {
      scheduled = true;
      timers.schedule(() -> writes.execute(this::write), DELAY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized List<Acknowledgement> take() {
    List<Acknowledgement> taken = new ArrayList<>();
    Iterator<Acknowledgement> all = waiting.iterator();
    while (all.hasNext() && taken.size() < AT_ONCE) {
      taken.add(all.next());
      all.remove();
    }
    scheduled = !taken.isEmpty();
    return taken;
  }

  private void write() {
    for (List<Acknowledgement> some = take(); !some.isEmpty(); some = take()) {
      List<Acknowledgement> written = some;
      try {
        storage.write(
            transaction -> {
              for (Acknowledgement one : written) {
                transaction.outbox().acknowledge(one.group(), one.envelope(), one.by());
              }
              return true;
            });
      } catch (StorageException e) {
        LOG.warn("acknowledgements could not be kept; they will be learned again", e);
      }
    }
  }
}
