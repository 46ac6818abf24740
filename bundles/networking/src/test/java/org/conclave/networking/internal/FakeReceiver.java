package org.conclave.networking.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.EnvelopeReceiver;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.proto.wire.v1.Envelope;

/** Commits every envelope as it comes, or answers as it is told to. */
final class FakeReceiver implements EnvelopeReceiver {
  private final FakeStorage storage;
  private final List<String> committed = new CopyOnWriteArrayList<>();
  private final Map<String, Runnable> consequences = new ConcurrentHashMap<>();
  private final Map<String, Runnable> refused = new ConcurrentHashMap<>();
  private volatile Receipt answer = Receipt.COMMITTED;
  private volatile int calls;

  FakeReceiver(FakeStorage storage) {
    this.storage = storage;
  }

  /** What it makes of envelopes from now on; COMMITTED commits them. */
  void answer(Receipt newAnswer) {
    answer = newAnswer;
  }

  /** What follows from a message, before it is acknowledged. */
  void onReceive(String text, Runnable consequence) {
    consequences.put(text, consequence);
  }

  /** Refuses a message, and has this follow from it later. */
  void refuse(String text, Runnable consequence) {
    refused.put(text, consequence);
  }

  /** The messages that were committed, in order. */
  List<String> committed() {
    return committed;
  }

  int calls() {
    return calls;
  }

  @Override
  public synchronized CompletionStage<Receipt> receive(ConnectedPeer from, Bytes bytes) {
    calls++;
    if (answer != Receipt.COMMITTED) {
      return CompletableFuture.completedFuture(answer);
    }
    try {
      Envelope envelope = Envelope.parseFrom(bytes.asByteBuffer());
      Runnable later = refused.get(envelope.getMessage().toStringUtf8());
      if (later != null) {
        CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(later);
        return CompletableFuture.completedFuture(Receipt.REFUSED);
      }
      StoredEnvelope stored = stored(envelope, bytes);
      boolean known =
          storage.write(
              transaction -> {
                boolean there =
                    transaction.envelopes().find(stored.group(), stored.id()).isPresent();
                transaction.envelopes().put(stored);
                return there;
              });
      String text = envelope.getMessage().toStringUtf8();
      consequences.getOrDefault(text, () -> {}).run();
      if (!known) {
        committed.add(text);
      }
      return CompletableFuture.completedFuture(known ? Receipt.KNOWN : Receipt.COMMITTED);
    } catch (StorageException | InvalidProtocolBufferException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  static StoredEnvelope stored(Envelope envelope, Bytes bytes) {
    GroupId group = new GroupId(Bytes.wrap(envelope.getGroupId().toByteArray()));
    return new StoredEnvelope(
        group,
        new EnvelopeId(TestData.sha256(bytes)),
        StateId.initial(group),
        envelope.getEpoch(),
        bytes,
        StoredEnvelope.Status.PROCESSED);
  }
}
