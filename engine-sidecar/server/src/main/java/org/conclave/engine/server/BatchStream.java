package org.conclave.engine.server;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;
import org.conclave.proto.engine.v1.BatchStart;
import org.conclave.proto.engine.v1.ProcessMessagesRequest;
import org.conclave.proto.engine.v1.ProcessMessagesResponse;
import org.jspecify.annotations.Nullable;

/**
 * The stream of one batch. Takes the next frame only when it is done with the one before, so that a
 * host that is ahead waits in its own socket. Whatever ends the stream wipes the batch.
 * Thread-safe.
 */
final class BatchStream implements StreamObserver<ProcessMessagesRequest> {
  private final ServerCallStreamObserver<ProcessMessagesResponse> out;
  private final CallQueue calls;
  private final Function<BatchStart, MessageBatch> batches;
  private @Nullable MessageBatch batch;
  private boolean working;
  private boolean over;

  /**
   * @param batches makes the batch that a first frame describes
   */
  static BatchStream open(
      ServerCallStreamObserver<ProcessMessagesResponse> out,
      CallQueue calls,
      Function<BatchStart, MessageBatch> batches) {
    BatchStream stream = new BatchStream(out, calls, batches);
    out.disableAutoRequest();
    out.setOnCancelHandler(stream::gone);
    out.request(1);
    return stream;
  }

  private BatchStream(
      ServerCallStreamObserver<ProcessMessagesResponse> out,
      CallQueue calls,
      Function<BatchStart, MessageBatch> batches) {
    this.out = out;
    this.calls = calls;
    this.batches = batches;
  }

  @Override
  public void onNext(ProcessMessagesRequest frame) {
    synchronized (this) {
      working = true;
    }
    calls.execute(out, () -> take(frame), this::failed);
  }

  @Override
  public void onError(Throwable cancelled) {
    gone();
  }

  /** The host sends nothing more; it may say so when the stream was ended from here already. */
  @Override
  public void onCompleted() {
    synchronized (this) {
      boolean ended = over;
      over = true;
      if (working || ended) {
        return;
      }
    }
    end();
  }

  private void take(ProcessMessagesRequest frame) {
    CountLimits.check(frame);
    MessageBatch current = batch;
    boolean last = false;
    if (current == null) {
      if (!frame.hasStart()) {
        throw new IllegalArgumentException("a batch begins with its state");
      }
      batch = batches.apply(frame.getStart());
    } else {
      current.accept(frame, out::onNext, out::isCancelled);
      last = current.isEnded();
    }
    synchronized (this) {
      working = false;
      over |= last;
      last = over;
    }
    if (last) {
      end();
    } else {
      out.request(1);
    }
  }

  private void end() {
    wipe();
    if (!out.isCancelled()) {
      out.onCompleted();
    }
  }

  /** The call is cancelled: whoever works on it finds that out and wipes. */
  private void gone() {
    synchronized (this) {
      over = true;
      if (working) {
        return;
      }
    }
    wipe();
  }

  /** The call was answered with a status. */
  private void failed() {
    synchronized (this) {
      working = false;
      over = true;
    }
    wipe();
  }

  private void wipe() {
    MessageBatch held = batch;
    if (held != null) {
      held.wipe();
    }
  }
}
