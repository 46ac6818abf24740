package org.conclave.sidecar.manager.internal;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.EngineException.Reason;

/**
 * Makes calls that survive the engine: one whose engine dies is repeated on the next with the same
 * request, until its deadline. The engine keeps nothing between calls, so that repeating one is
 * harmless. The one place where a gRPC status becomes an {@link EngineException}. Thread-safe.
 *
 * <p>No {@code switch} over an enum here: it compiles into a class of its own, which is loaded when
 * a call fails first, and that may be when the bundle was stopped and loads no classes any more.
 */
final class RepeatingCaller {
  /**
   * A call that has seen so many engines die is taken to be what kills them: it is given up, so
   * that one message cannot keep everybody from working.
   */
  static final int MAX_DEATHS = 3;

  /** How long a broken connection may stand for a death that the supervisor has yet to notice. */
  private static final long NOTICE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final Set<Status.Code> MISUSE =
      Set.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.UNIMPLEMENTED);

  private final CurrentEngine engines;
  private final CallsUnderWay calls;

  RepeatingCaller(CurrentEngine engines, CallsUnderWay calls) {
    this.engines = engines;
    this.calls = calls;
  }

  /**
   * Blocks until the answer or until {@code limit} is over, respawns included.
   *
   * @throws EngineException as its reasons say
   */
  <Q, A> A call(MethodDescriptor<Q, A> method, Q request, Duration limit) throws EngineException {
    return repeat(limit, (link, nanos) -> link.call(method, request, nanos));
  }

  /** The same for a call with a stream on either side. */
  <Q, A, R> R converse(
      MethodDescriptor<Q, A> method, Duration limit, Conversation<Q, A, R> conversation)
      throws EngineException {
    return repeat(limit, (link, nanos) -> link.converse(method, nanos, conversation));
  }

  /** The same for one request and a stream of answers. */
  <Q, A, R> R follow(
      MethodDescriptor<Q, A> method, Q request, Duration limit, Conversation<Q, A, R> conversation)
      throws EngineException {
    return repeat(limit, (link, nanos) -> link.follow(method, request, nanos, conversation));
  }

  @FunctionalInterface
  private interface Attempt<R> {
    R on(EngineLink link, long nanos) throws EngineException;
  }

  private <R> R repeat(Duration limit, Attempt<R> attempt) throws EngineException {
    calls.enter();
    try {
      return repeatEntered(limit, attempt);
    } finally {
      calls.leave();
    }
  }

  private <R> R repeatEntered(Duration limit, Attempt<R> attempt) throws EngineException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (int deaths = 1; ; deaths++) {
      EngineLink link = engines.await(deadline);
      try {
        return attempt.on(link, Math.max(deadline - System.nanoTime(), 1));
      } catch (StatusRuntimeException e) {
        if (!isBroken(e)) {
          throw translate(e);
        }
        if (deaths == MAX_DEATHS) {
          throw new EngineException(
              Reason.INTERNAL,
              "the encryption engine died " + deaths + " times during one and the same call",
              e);
        }
        engines.awaitChange(link, Math.min(deadline, System.nanoTime() + NOTICE_NANOS));
      }
    }
  }

  /**
   * Whether the connection broke, rather than the engine answered. gRPC calls a channel that it
   * finds closed UNKNOWN; a status that the engine sent has no cause.
   */
  static boolean isBroken(StatusRuntimeException failure) {
    Status.Code code = failure.getStatus().getCode();
    return code == Status.Code.UNAVAILABLE
        || (code == Status.Code.CANCELLED && !Thread.currentThread().isInterrupted())
        || (code == Status.Code.UNKNOWN
            && failure.getStatus().getCause() instanceof ClosedChannelException);
  }

  private static EngineException translate(StatusRuntimeException failure) {
    Status status = failure.getStatus();
    String text =
        status.getDescription() == null ? status.getCode().name() : status.getDescription();
    Status.Code code = status.getCode();
    if (code == Status.Code.DEADLINE_EXCEEDED) {
      return new EngineException(
          Reason.TIMEOUT, "the encryption engine did not answer in time", failure);
    }
    if (MISUSE.contains(code)) {
      return new EngineException(Reason.MISUSE, text, failure);
    }
    return code == Status.Code.CANCELLED
        ? new EngineException(Reason.UNAVAILABLE, "the calling thread was interrupted", failure)
        : new EngineException(Reason.INTERNAL, text, failure);
  }
}
