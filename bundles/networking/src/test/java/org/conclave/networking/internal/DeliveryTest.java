package org.conclave.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.conclave.api.identity.GroupId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeliveryTest {
  private final TestNetwork network = new TestNetwork();

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void committedMessageReachesConnectedMemberAndIsAcknowledged() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    GroupId group = TestNetwork.group("one", 0, both);
    bob.dial(ada);

    ada.send(group, 0, "hello", bob);

    TestData.await("delivered", () -> bob.receiver.committed().contains("hello"));
    TestData.await("acknowledged", () -> ada.outbox().isEmpty());
    assertThat(bob.receiver.committed()).containsExactly("hello");
  }

  @Test
  void messagesOfAbsenceAreFetchedOnReturn() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1);
    GroupId group = TestNetwork.group("one", 0, both);
    for (int i = 0; i < 300; i++) {
      ada.send(group, i / 100, "m" + i, bob);
    }
    assertThat(ada.outbox()).hasSize(300);

    bob.start().dial(ada);

    TestData.await("delivered", () -> bob.receiver.committed().size() == 300);
    TestData.await("acknowledged", () -> ada.outbox().isEmpty());
    assertThat(bob.receiver.committed()).doesNotHaveDuplicates();
  }
}
