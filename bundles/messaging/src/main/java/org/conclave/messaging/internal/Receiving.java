package org.conclave.messaging.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.network.EnvelopeReceiver.Receipt;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.api.storage.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes envelopes: application messages in batches, commits one by one, and after every commit
 * those that waited for the state it made.
 */
final class Receiving {
  private static final Logger LOG = LoggerFactory.getLogger(Receiving.class);

  private final MessagingContext context;
  private final CommitReceiver commits;

  Receiving(MessagingContext context) {
    this.context = context;
    commits = new CommitReceiver(context);
  }

  /** Runs on the group's lane. Every stage of {@code batch} is complete afterwards. */
  void process(GroupSession session, List<InboundEnvelope> batch) {
    int from = 0;
    while (from < batch.size()) {
      int to = from + 1;
      if (!batch.get(from).envelope().isCommit()) {
        while (to < batch.size() && !batch.get(to).envelope().isCommit()) {
          to++;
        }
      }
      processRun(session, batch.subList(from, to));
      from = to;
    }
  }

  /**
   * Looks again, in the group's turn, at what waited for a state that is here now, and at what an
   * absent engine left lying.
   */
  void processWaiting(GroupSession session) {
    session.later(
        () -> {
          List<InboundEnvelope> due = due(session.group());
          for (int from = 0; from < due.size(); from += BatchQueue.BATCH) {
            int to = Math.min(from + BatchQueue.BATCH, due.size());
            process(session, due.subList(from, to));
          }
        });
  }

  private List<InboundEnvelope> due(GroupId group) {
    try {
      List<StoredEnvelope> stored =
          context
              .storage()
              .read(
                  transaction -> {
                    List<StoredEnvelope> found = new ArrayList<>();
                    for (StateId state : transaction.groupStates().states(group)) {
                      found.addAll(transaction.envelopes().waitingFor(group, state));
                    }
                    return found;
                  });
      return stored.stream()
          .flatMap(envelope -> UnverifiedEnvelope.parse(envelope.bytes()).stream())
          .map(InboundEnvelope::new)
          .toList();
    } catch (StorageException e) {
      LOG.warn("Could not read what waits in {}: {}", group, e.reason());
      return List.of();
    }
  }

  /** Either one commit, or application messages. */
  private void processRun(GroupSession session, List<InboundEnvelope> run) {
    try {
      for (int attempt = 1; attempt <= MessagingContext.ATTEMPTS; attempt++) {
        try {
          attempt(session, run);
          return;
        } catch (StorageException e) {
          if (e.reason() != StorageException.Reason.STALE_STATE) {
            LOG.warn("Could not store envelopes of {}: {}", session.group(), e.reason());
            return;
          }
        }
      }
    } finally {
      run.forEach(item -> item.stage().complete(Receipt.RETRY));
    }
  }

  private void attempt(GroupSession session, List<InboundEnvelope> run) throws StorageException {
    Known known = context.storage().read(transaction -> Known.load(transaction, context, run));
    List<Receipt> receipts = new ArrayList<>();
    if (!(known.standing() instanceof GroupStanding.Live live)) {
      run.forEach(item -> receipts.add(afterEviction(known, item.envelope())));
    } else if (run.get(0).envelope().isCommit()) {
      UnverifiedEnvelope commit = run.get(0).envelope();
      Optional<StoredEnvelope.Status> before = Optional.ofNullable(known.held().get(commit.id()));
      Receipt receipt = commits.receive(session, live, commit, before, known.waiting());
      live.tip().secrets().close();
      receipts.add(receipt);
      if (receipt == Receipt.COMMITTED) {
        processWaiting(session);
      }
    } else {
      try (ApplicationBatch batch =
          new ApplicationBatch(context, session, live, known.held(), known.waiting())) {
        receipts.addAll(batch.open(run.stream().map(InboundEnvelope::envelope).toList()));
        batch.commit();
      }
    }
    for (int i = 0; i < run.size(); i++) {
      run.get(i).stage().complete(receipts.get(i));
    }
  }

  private static Receipt afterEviction(Known known, UnverifiedEnvelope envelope) {
    return known.held().get(envelope.id()) == StoredEnvelope.Status.PROCESSED
        ? Receipt.KNOWN
        : Receipt.REFUSED;
  }

  /** What the store knows before a run is processed. */
  private record Known(
      GroupStanding standing, Map<EnvelopeId, StoredEnvelope.Status> held, int waiting) {
    static Known load(Transaction transaction, MessagingContext context, List<InboundEnvelope> run)
        throws StorageException {
      GroupId group = run.get(0).envelope().group();
      Map<EnvelopeId, StoredEnvelope.Status> held = new HashMap<>();
      for (InboundEnvelope item : run) {
        transaction
            .envelopes()
            .find(group, item.envelope().id())
            .ifPresent(stored -> held.put(stored.id(), stored.status()));
      }
      return new Known(
          GroupStanding.load(transaction, context.names(), group),
          held,
          transaction.envelopes().waiting(group));
    }
  }
}
