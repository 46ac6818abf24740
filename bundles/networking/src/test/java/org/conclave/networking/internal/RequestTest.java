package org.conclave.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.network.NetworkException;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RequestTest {
  private static final String ECHO = "/conclave/echo/1.0.0";

  private final TestNetwork network = new TestNetwork();
  private final List<TestNode> both = network.members("ada", "bob");
  private final TestNode ada = both.get(0);
  private final TestNode bob = both.get(1);

  @BeforeEach
  void connect() {
    ada.start();
    bob.start();
    ada.dial(bob);
  }

  @AfterEach
  void close() {
    network.close();
  }

  private Bytes ask(String request) throws Exception {
    return ada.node()
        .request(bob.user(), ECHO, Bytes.utf8(request))
        .toCompletableFuture()
        .get(15, TimeUnit.SECONDS);
  }

  private void assertFails(String request, NetworkException.Reason reason) {
    assertThatThrownBy(() -> ask(request))
        .hasCauseInstanceOf(NetworkException.class)
        .satisfies(
            failure ->
                assertThat(((NetworkException) failure.getCause()).reason()).isEqualTo(reason));
  }

  @Test
  void requestIsAnsweredByTheHandlerThatIsThere() throws Exception {
    EchoHandler handler = new EchoHandler(ECHO);
    assertFails("early", NetworkException.Reason.PROTOCOL);

    bob.offered().add(handler);
    assertThat(ask("hello")).isEqualTo(Bytes.utf8("hello"));

    bob.offered().remove(handler);
    assertFails("late", NetworkException.Reason.PROTOCOL);
  }

  @Test
  void handlerThatReplacesAnotherStays() throws Exception {
    EchoHandler old = new EchoHandler(ECHO);
    bob.offered().add(old);
    bob.offered().add(new EchoHandler(ECHO));
    bob.offered().remove(old);

    assertThat(ask("hello")).isEqualTo(Bytes.utf8("hello"));
    assertThat(old.answered()).isZero();
  }

  @Test
  void requestOfMoreThanTheHandlerTakesIsRefused() {
    bob.offered().add(new EchoHandler(ECHO));

    assertFails("x".repeat(EchoHandler.MAXIMUM + 1), NetworkException.Reason.PROTOCOL);
  }

  @Test
  void handlerThatFailsTellsNothing() throws Exception {
    bob.offered().add(new EchoHandler(ECHO).failing(1));

    assertFails("first", NetworkException.Reason.PROTOCOL);
    assertThat(ask("second")).isEqualTo(Bytes.utf8("second"));
  }

  @Test
  void requestToMemberThatIsNotConnectedDialsIt() throws Exception {
    bob.offered().add(new EchoHandler(ECHO));
    ada.stop();
    ada.start();

    assertThat(ask("hello")).isEqualTo(Bytes.utf8("hello"));
  }

  @Test
  void requestToMemberNobodyKnowsFails() {
    assertThatThrownBy(
            () ->
                ada.node()
                    .request(TestData.user("nobody"), ECHO, Bytes.EMPTY)
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(NetworkException.class);
  }

  @Test
  void rowForOneMemberIsRepeatedUntilItIsAnswered() {
    EchoHandler handler = new EchoHandler(ECHO).failing(2);
    bob.offered().add(handler);

    ada.ask(bob, ECHO, "welcome");

    TestData.await("answered", () -> ada.outbox().isEmpty());
    assertThat(handler.answered()).isEqualTo(1);
  }

  @Test
  void rowForOneMemberWaitsUntilTheMemberComes() {
    EchoHandler handler = new EchoHandler(ECHO);
    bob.offered().add(handler);
    bob.stop();
    TestData.await("gone", ada::isAlone);

    ada.ask(bob, ECHO, "welcome");
    bob.start();

    TestData.await("answered", () -> ada.outbox().isEmpty());
    assertThat(handler.answered()).isEqualTo(1);
  }

  @Test
  void announcedGigabyteEndsTheStreamOnly() throws Exception {
    bob.offered().add(new EchoHandler(ECHO));
    network.newcomer("raw");
    try (RawPeer raw = new RawPeer("raw")) {
      Connection connection = raw.admit(bob);
      for (String protocol : List.of(ECHO, "/conclave/peers/1.0.0")) {
        Stream stream = raw.open(connection, protocol);
        RawPeer.get(stream.write(RawPeer.GIGABYTE));
        stream.onClose().get(5, TimeUnit.SECONDS);
      }
      assertThat(connection.isOpen()).isTrue();
    }
    assertThat(ask("hello")).isEqualTo(Bytes.utf8("hello"));
  }
}
