package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.proto.engine.v1.CreateIdentityRequest;
import org.conclave.proto.engine.v1.PingRequest;
import org.junit.jupiter.api.Test;

final class PingTest {
  /** Else the host would take a busy engine for one that hangs, and kill it. */
  @Test
  void pingIsAnsweredWhileEveryWorkerIsBusy() {
    List<Runnable> queue = new ArrayList<>();
    EngineService service =
        new EngineService(
            queue::add, new SecureRandom(), OfferedSuites.RFC_9420, new Faults(System.err), "1");
    List<Object> answers = new ArrayList<>();
    service.createIdentity(CreateIdentityRequest.getDefaultInstance(), into(answers));
    assertThat(queue).hasSize(1);
    assertThat(answers).isEmpty();
    service.ping(PingRequest.getDefaultInstance(), into(answers));
    assertThat(answers).hasSize(1);
  }

  private static <A> StreamObserver<A> into(List<Object> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(A answer) {
        answers.add(answer);
      }

      @Override
      public void onError(Throwable failure) {
        answers.add(failure);
      }

      @Override
      public void onCompleted() {
        assertThat(answers).isNotEmpty();
      }
    };
  }
}
