package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Its text may quote what a library was given, so that neither host nor log gets to see it. */
  @ParameterizedTest
  @ValueSource(
      classes = {AssertionError.class, NoClassDefFoundError.class, StackOverflowError.class})
  void callThatFailsByAnErrorIsAnsweredWithoutItsText(Class<? extends Error> kind)
      throws Exception {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    CallQueue logged = new CallQueue(queue::add, REFUSAL, new Faults(new PrintStream(log)));
    Error error =
        kind.getConstructor(kind == AssertionError.class ? Object.class : String.class)
            .newInstance("hush");
    List<String> told = new ArrayList<>();
    logged.execute(
        answer,
        () -> {
          throw error;
        },
        () -> told.add("failed"));
    queue.forEach(Runnable::run);
    assertThat(answer.given).containsExactly(Status.Code.INTERNAL.name());
    assertThat(answer.failures).singleElement().asString().doesNotContain("hush");
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains(kind.getName())
        .doesNotContain("hush");
    assertThat(told).containsExactly("failed");
  }

  @Test
  void callIsCleanedUpAfterThoughItCannotBeAnswered() {
    List<String> told = new ArrayList<>();
    Answer gone =
        new Answer() {
          @Override
          public void onError(Throwable failure) {
            throw new IllegalStateException("the call is over");
          }
        };
    calls.execute(
        gone,
        () -> {
          throw new IllegalArgumentException("no such call");
        },
        () -> told.add("failed"));
    assertThatThrownBy(() -> queue.forEach(Runnable::run))
        .isInstanceOf(IllegalStateException.class);
    assertThat(told).containsExactly("failed");
  }

  private String work(String question) {
    worked.add(question);
    return "answer to " + question;
  }

  private static class Answer implements StreamObserver<String> {
    private final List<String> given = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    @Override
    public void onNext(String answer) {
      given.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
      failures.add(failure);
      given.add(((StatusRuntimeException) failure).getStatus().getCode().name());
    }

    @Override
    public void onCompleted() {
      given.add("completed");
    }
  }
}
