package org.conclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CommandInputTest {
  private final PipedOutputStream typed = new PipedOutputStream();

  @Test
  void interruptedReaderHasTakenNothing() throws Exception {
    CommandInput input = CommandInput.of(new PipedInputStream(typed));
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                outcome.complete(new AssertionError("read " + input.read()));
              } catch (IOException e) {
                outcome.complete(e);
              }
            });
    reader.start();
    while (reader.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    reader.interrupt();
    assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
    typed.write("next\n".getBytes(StandardCharsets.UTF_8));
    typed.flush();
    assertThat(input.read()).isEqualTo('n');
  }

  @Test
  void readGivesAtMostOneLine() throws Exception {
    CommandInput input = CommandInput.of(new PipedInputStream(typed));
    typed.write("one\ntwo\nrest".getBytes(StandardCharsets.UTF_8));
    typed.close();
    byte[] buffer = new byte[100];
    assertThat(input.read(buffer, 0, 100)).isEqualTo(4);
    assertThat(input.read(buffer, 0, 2)).isEqualTo(2);
    assertThat(input.read(buffer, 0, 100)).isEqualTo(2);
    assertThat(input.read(buffer, 0, 100)).isEqualTo(4);
    assertThat(input.read()).isEqualTo(-1);
    assertThat(input.read(buffer, 0, 1)).isEqualTo(-1);
  }
}
