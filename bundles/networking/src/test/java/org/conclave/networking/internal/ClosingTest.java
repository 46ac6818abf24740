package org.conclave.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.conclave.api.identity.GroupId;
import org.junit.jupiter.api.Test;

final class ClosingTest {
  private static final Duration BOUND = Duration.ofSeconds(5);

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("conclave-node") || name.startsWith("libp2p"))
        .collect(Collectors.toSet());
  }

  @Test
  void stoppedNodeLeavesNoThreadAndNoConnection() {
    try (TestNetwork network = new TestNetwork()) {
      List<TestNode> both = network.members("ada", "bob");
      TestNode ada = both.get(0).start();
      TestNode bob = both.get(1).start();
      GroupId group = TestNetwork.group("one", 0, both);
      bob.dial(ada);
      for (int i = 0; i < 100; i++) {
        ada.send(group, 0, "m" + i, bob);
      }

      long begin = System.nanoTime();
      ada.stop();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUND);
      TestData.await("closed", bob::isAlone);
      bob.stop();

      TestData.await("threads gone: " + threads(), BOUND, () -> threads().isEmpty());
    }
  }

  @Test
  void nodeThatIsStoppedWhileItStartsLeavesNothing() {
    try (TestNetwork network = new TestNetwork()) {
      TestNode ada = network.newcomer("ada");
      for (int i = 0; i < 10; i++) {
        ada.begin();
        ada.stop();
      }

      TestData.await("threads gone: " + threads(), BOUND, () -> threads().isEmpty());
      ada.start();
      assertThat(ada.isAlone()).isTrue();
    }
  }
}
