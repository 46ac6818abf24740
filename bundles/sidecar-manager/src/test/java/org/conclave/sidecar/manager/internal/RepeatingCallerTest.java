package org.conclave.sidecar.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class RepeatingCallerTest {
  @Test
  void aCallIsRepeatedWhereTheConnectionBroke() {
    assertThat(isBroken(Status.UNAVAILABLE)).isTrue();
    assertThat(isBroken(Status.CANCELLED)).isTrue();
    assertThat(isBroken(Status.UNKNOWN.withCause(new ClosedChannelException()))).isTrue();
  }

  @Test
  void aCallIsNotRepeatedWhereTheEngineAnswered() {
    assertThat(isBroken(Status.UNKNOWN)).isFalse();
    assertThat(isBroken(Status.UNKNOWN.withCause(new IllegalStateException()))).isFalse();
    assertThat(isBroken(Status.INVALID_ARGUMENT)).isFalse();
    assertThat(isBroken(Status.DEADLINE_EXCEEDED)).isFalse();
  }

  @Test
  void anInterruptedCallIsNotRepeated() {
    Thread.currentThread().interrupt();
    try {
      assertThat(isBroken(Status.CANCELLED)).isFalse();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static boolean isBroken(Status status) {
    return RepeatingCaller.isBroken(status.asRuntimeException());
  }
}
