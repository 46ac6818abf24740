package org.conclave.engine.server;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Takes calls off the event loop, so that a ping is answered however busy the engine is. A call
 * whose deadline passed, or that was cancelled, while it waited its turn is not worked on.
 * Thread-safe.
 */
final class CallQueue {
  private final Executor threads;
  private final Status refusal;
  private final Faults faults;

  /** What is to be done for a call. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /**
   * @param threads may refuse work
   * @param refusal what a call is answered then
   */
  CallQueue(Executor threads, Status refusal, Faults faults) {
    this.threads = threads;
    this.refusal = refusal;
    this.faults = faults;
  }

  /** A call with one answer. */
  <Q, A> void answer(Q request, StreamObserver<A> observer, Function<Q, A> call) {
    execute(
        observer,
        () -> {
          observer.onNext(call.apply(request));
          observer.onCompleted();
        },
        () -> {});
  }

  /**
   * Does {@code work} for the call that {@code observer} answers, and answers with a status where
   * it fails, by an {@link Error} too.
   *
   * @param failed told afterwards that a status was sent
   */
  void execute(StreamObserver<?> observer, Work work, Runnable failed) {
    Context call = Context.current();
    try {
      threads.execute(() -> run(call, observer, work, failed));
    } catch (RejectedExecutionException e) {
      observer.onError(refusal.asRuntimeException());
      failed.run();
    }
  }

  private void run(Context call, StreamObserver<?> observer, Work work, Runnable failed) {
    Deadline deadline = call.getDeadline();
    Status status;
    if (deadline != null && deadline.isExpired()) {
      status = Status.DEADLINE_EXCEEDED.withDescription("the deadline passed in the queue");
    } else if (call.isCancelled()) {
      status = Status.CANCELLED;
    } else {
      try {
        work.run();
        return;
      } catch (Throwable e) {
        // An Error too, such as a class that is missing: nobody else would answer this call.
        // Whoever hung up is told nothing, and that is no fault.
        status =
            call.isCancelled() && e instanceof StatusRuntimeException
                ? Status.CANCELLED
                : faults.status(e);
      }
    }
    try {
      observer.onError(status.asRuntimeException());
    } finally {
      failed.run();
    }
  }
}
