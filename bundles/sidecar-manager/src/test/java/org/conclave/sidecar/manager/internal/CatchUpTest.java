package org.conclave.sidecar.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.BatchOutcome;
import org.conclave.api.engine.CommitOutcome;
import org.conclave.api.engine.CommitProposals;
import org.conclave.api.engine.EncryptOutcome;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.EngineStatus.State;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.engine.NewState;
import org.conclave.api.engine.ProcessOutcome;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowKey;
import org.conclave.api.engine.Signer;
import org.conclave.api.identity.GroupId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A member that was away, and one call for all that it missed, over a real engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CatchUpTest {
  private static final int MISSED = 1_000;

  private final Instant now = Instant.now();
  private final Lifetime lifetime = new Lifetime(now.minusSeconds(60), now.plusSeconds(3_600));
  private final StatusLog statuses = new StatusLog();
  private final CurrentEngine engines = new CurrentEngine();
  private final SidecarCryptoEngine engine =
      new SidecarCryptoEngine(new RepeatingCaller(engines, new CallsUnderWay()));
  private EngineHost host;
  private Signer alice;
  private Signer bob;
  private HeldState aliceState;
  private NewState bobJoined;

  @BeforeAll
  void start() throws Exception {
    host = LiveEngine.start(EngineCommand.ofThisRuntime(SidecarFolder.path()), engines, statuses);
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @BeforeEach
  void talk() throws Exception {
    alice = new Signer(Bytes.utf8("alice"), engine.createIdentity());
    bob = new Signer(Bytes.utf8("bob"), engine.createIdentity());
    GroupId group = new GroupId(Bytes.wrap(new byte[GroupId.SIZE]));
    aliceState = new HeldState(engine.createGroup(group, alice, lifetime, List.of()));
    bobJoined = LiveEngine.add(engine, alice, aliceState, bob, lifetime, now).state();
  }

  @Test
  void batchYieldsWhatSingleCallsYieldAndIsFaster() throws Exception {
    List<Bytes> messages = say(MISSED);
    List<String> expected = new ArrayList<>();
    HeldState single = new HeldState(bobJoined);
    long started = System.nanoTime();
    for (Bytes message : messages) {
      ProcessOutcome.Application read =
          (ProcessOutcome.Application) engine.process(single, bob, message, now);
      single.apply(read.consumed());
      expected.add(read.content().toUtf8());
    }
    long singles = System.nanoTime() - started;
    HeldState batched = new HeldState(bobJoined);
    started = System.nanoTime();
    BatchOutcome outcome = engine.processAll(batched, bob, messages, now);
    long batch = System.nanoTime() - started;
    batched.apply(outcome.consumed());
    System.out.printf(
        "%d messages: one by one %d ms, as a batch %d ms, ratio %.1f%n",
        MISSED, singles / 1_000_000, batch / 1_000_000, (double) singles / batch);
    assertThat(contents(outcome)).isEqualTo(expected);
    assertThat(batched.allRows()).isEqualTo(single.allRows());
    assertThat(batch).isLessThan(singles);
  }

  @Test
  void orderDoesNotMatterAndWhatIsBrokenIsRefused() throws Exception {
    List<Bytes> messages = new ArrayList<>(say(300));
    Collections.shuffle(messages, new Random(1));
    messages.add(150, Bytes.utf8("nonsense"));
    HeldState state = new HeldState(bobJoined);
    BatchOutcome outcome = engine.processAll(state, bob, messages, now);
    state.apply(outcome.consumed());
    assertThat(outcome.outcomes()).hasSize(301);
    assertThat(outcome.outcomes().get(150)).isInstanceOf(ProcessOutcome.Refused.class);
    assertThat(contents(outcome)).doesNotHaveDuplicates().hasSize(300);
    assertThat(engine.process(state, bob, messages.get(0), now))
        .isInstanceOf(ProcessOutcome.Refused.class);
  }

  @Test
  void commitIsTheLastOutcome() throws Exception {
    List<Bytes> messages = new ArrayList<>(say(3));
    CommitOutcome.Created commit =
        (CommitOutcome.Created)
            engine.commit(aliceState, alice, CommitProposals.updating(), Bytes.EMPTY, now);
    messages.add(commit.commit());
    messages.add(say(1).get(0));
    BatchOutcome outcome = engine.processAll(new HeldState(bobJoined), bob, messages, now);
    assertThat(outcome.outcomes()).hasSize(4);
    assertThat(outcome.outcomes().get(3))
        .isInstanceOfSatisfying(
            ProcessOutcome.Commit.class,
            applied ->
                assertThat(applied.state().orElseThrow().summary().epochAuthenticator())
                    .isEqualTo(commit.state().summary().epochAuthenticator()));
  }

  @Test
  void engineKilledWithinABatchLosesNothing() throws Exception {
    List<Bytes> messages = say(300);
    int known = statuses.all().size();
    long pid = statuses.all().get(known - 1).pid();
    HeldState state = new HeldState(bobJoined);
    BatchOutcome outcome =
        engine.processAll(
            new KillingState(bobJoined, ProcessHandle.of(pid).orElseThrow()), bob, messages, now);
    assertThat(contents(outcome)).hasSize(300).doesNotHaveDuplicates();
    state.apply(outcome.consumed());
    ProcessOutcome.Application next =
        (ProcessOutcome.Application) engine.process(state, bob, say(1).get(0), now);
    assertThat(next.generation()).isEqualTo(300);
    statuses.await(known, Duration.ofSeconds(20), status -> status.state() == State.READY);
    assertThat(statuses.all()).anyMatch(status -> status.pid() != pid && status.pid() != 0);
  }

  private List<Bytes> say(int count) throws EngineException {
    List<Bytes> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EncryptOutcome.Encrypted encrypted =
          (EncryptOutcome.Encrypted)
              engine.encrypt(aliceState, alice, Bytes.utf8("message " + i), Bytes.EMPTY);
      aliceState.apply(encrypted.consumed());
      messages.add(encrypted.message());
    }
    return messages;
  }

  private static List<String> contents(BatchOutcome outcome) {
    return outcome.outcomes().stream()
        .filter(ProcessOutcome.Application.class::isInstance)
        .map(one -> ((ProcessOutcome.Application) one).content().toUtf8())
        .toList();
  }

  /** Kills the engine when it asks for rows: it has the batch's messages, and has answered none. */
  private static final class KillingState extends HeldState {
    private final ProcessHandle victim;

    KillingState(NewState state, ProcessHandle victim) {
      super(state);
      this.victim = victim;
    }

    @Override
    public List<Row> rows(Collection<RowKey> keys) {
      victim.destroyForcibly();
      return super.rows(keys);
    }
  }
}
