package org.conclave.networking.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.libp2p.crypto.HostKey;
import org.junit.jupiter.api.Test;

final class DeviceLanesTest {
  private final Deque<Runnable> executor = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final DeviceLanes lanes = new DeviceLanes(executor::add);
  private final Executor ada = lanes.of(device(1));
  private final Executor bob = lanes.of(device(2));

  private static DeviceId device(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    return new DeviceId(Bytes.wrap(HostKey.ofSeed(seed).peerId().toBytes()));
  }

  @Test
  void whoBringsMuchWaitsForItself() {
    for (int i = 0; i < 100; i++) {
      int number = i;
      ada.execute(() -> done.add("ada " + number));
    }
    bob.execute(() -> done.add("bob"));

    executor.remove().run();
    executor.remove().run();

    assertThat(done).containsExactly("ada 0", "bob");
  }

  @Test
  void workOfOneDeviceKeepsItsOrder() {
    for (int i = 0; i < 3; i++) {
      int number = i;
      ada.execute(() -> done.add("ada " + number));
    }
    while (!executor.isEmpty()) {
      executor.remove().run();
    }

    assertThat(done).containsExactly("ada 0", "ada 1", "ada 2");
  }

  @Test
  void workThatFailsDoesNotHoldUpTheNext() {
    ada.execute(
        () -> {
          throw new IllegalStateException("of another bundle");
        });
    ada.execute(() -> done.add("next"));

    assertThatThrownBy(() -> executor.remove().run()).isInstanceOf(IllegalStateException.class);
    executor.remove().run();

    assertThat(done).containsExactly("next");
  }
}
