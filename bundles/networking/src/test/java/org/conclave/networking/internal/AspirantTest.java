package org.conclave.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.conclave.api.bytes.Bytes;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How those who are refused come back. */
final class AspirantTest {
  private static final Bytes REQUEST = Bytes.utf8("a request to restore");

  private final TestNetwork network = new TestNetwork();
  private final TestNode ada = network.newcomer("ada");
  private final TestNode eve = network.newcomer("eve").aspirant();

  @BeforeEach
  void start() {
    ada.start();
  }

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void restoringDeviceComesBackAtOnceWithWhatItPresentsThen() {
    ada.ledger.refuseWith(Verdict.RESTORING_VALUE);
    eve.ledger.present(REQUEST);
    eve.ledger.onRefusal(() -> eve.ledger.present(FakeLedger.certificate(eve.device())));

    eve.bootstrap(ada.address()).start();

    TestData.await("refused", () -> !eve.ledger.told().isEmpty());
    long refused = System.nanoTime();
    TestData.await("admitted", () -> ada.isConnectedTo(eve));
    assertThat(Duration.ofNanos(System.nanoTime() - refused)).isLessThan(Duration.ofSeconds(1));
    assertThat(ada.ledger.judged(eve.device())).isEqualTo(2);
  }

  @Test
  void waitingDeviceComesBackEveryTwoSecondsAndWhenItIsConfirmed() {
    ada.ledger.refuse(eve.device(), Verdict.WAITING_VALUE);

    eve.bootstrap(ada.address()).start();

    TestData.await("refused", () -> eve.ledger.told().size() == 1);
    long first = System.nanoTime();
    TestData.await("it comes back", () -> eve.ledger.told().size() == 4);
    assertThat(Duration.ofNanos(System.nanoTime() - first))
        .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(8));
    ada.ledger.accept(eve.device());
    long confirmed = System.nanoTime();
    TestData.await("admitted", () -> ada.isConnectedTo(eve));
    assertThat(Duration.ofNanos(System.nanoTime() - confirmed)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void whoIsToldToRestoreForEverDoesNotSpin() {
    ada.ledger.refuse(eve.device(), Verdict.RESTORING_VALUE);
    eve.bootstrap(ada.address()).start();
    TestData.await("refused", () -> eve.ledger.told().size() == 1);
    long first = System.nanoTime();

    TestData.await("it comes back", () -> eve.ledger.told().size() == 6);

    assertThat(System.nanoTime() - first).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void revokedDeviceDoesNotHammer() {
    TestNode dan = network.stranger("dan");
    TestNode fay = network.stranger("fay");
    ada.ledger.refuse(dan.device(), Verdict.REVOKED_VALUE);
    ada.ledger.refuse(fay.device(), Verdict.REFUSED_VALUE);

    dan.bootstrap(ada.address()).start();
    fay.bootstrap(ada.address()).start();

    TestData.await("one that knocks", () -> ada.ledger.judged(fay.device()) == 5);
    assertThat(ada.ledger.judged(dan.device())).isEqualTo(1);
  }

  @Test
  void deviceThatTheLedgerAdmitsNowIsDialledAtOnce() {
    TestNode bob = network.newcomer("bob").start();
    bob.ledger.refuse(ada.device(), Verdict.REVOKED_VALUE);
    ada.node().dial(bob.address());
    TestData.await("refused", () -> !ada.ledger.told().isEmpty());
    bob.ledger.accept(ada.device());
    assertThat(ada.isAlone()).isTrue();

    ada.ledger.add(TestData.member("bob"));

    TestData.await("connected", Duration.ofSeconds(2), () -> ada.isConnectedTo(bob));
  }
}
