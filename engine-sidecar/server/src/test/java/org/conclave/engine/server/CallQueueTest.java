package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CallQueueTest {
  private static final Status REFUSAL = Status.UNAVAILABLE;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<Runnable> queue = new ArrayList<>();
  private final CallQueue calls = new CallQueue(queue::add, REFUSAL, new Faults(System.err));
  private final Answer answer = new Answer();
  private final List<String> worked = new ArrayList<>();

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void callIsWorkedOnInTheQueue() {
    calls.answer("question", answer, this::work);
    assertThat(worked).isEmpty();
    queue.forEach(Runnable::run);
    assertThat(answer.given).containsExactly("answer to question", "completed");
  }

  @Test
  void callWhoseDeadlinePassedInTheQueueIsNotWorkedOn() {
    Context.CancellableContext call =
        Context.current().withDeadline(Deadline.after(0, TimeUnit.SECONDS), timer);
    call.run(() -> calls.answer("question", answer, this::work));
    queue.forEach(Runnable::run);
    assertThat(worked).isEmpty();
    assertThat(answer.given).containsExactly(Status.Code.DEADLINE_EXCEEDED.name());
    call.close();
  }

  @Test
  void callThatWasCancelledInTheQueueIsNotWorkedOn() {
    Context.CancellableContext call = Context.current().withCancellation();
    call.run(() -> calls.answer("question", answer, this::work));
    call.cancel(null);
    queue.forEach(Runnable::run);
    assertThat(worked).isEmpty();
    assertThat(answer.given).containsExactly(Status.Code.CANCELLED.name());
  }

  @Test
  void callForWhichThereIsNoRoomIsRefused() {
    CallQueue full =
        new CallQueue(
            work -> {
              throw new RejectedExecutionException();
            },
            REFUSAL,
            new Faults(System.err));
    full.answer("question", answer, this::work);
    assertThat(answer.given).containsExactly(REFUSAL.getCode().name());
  }

  private String work(String question) {
    worked.add(question);
    return "answer to " + question;
  }

  private static final class Answer implements StreamObserver<String> {
    private final List<String> given = new ArrayList<>();

    @Override
    public void onNext(String answer) {
      given.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
      given.add(((StatusRuntimeException) failure).getStatus().getCode().name());
    }

    @Override
    public void onCompleted() {
      given.add("completed");
    }
  }
}
