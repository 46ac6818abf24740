package org.conclave.sidecar.manager.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.CommitOutcome;
import org.conclave.api.engine.CommitProposals;
import org.conclave.api.engine.EncryptOutcome;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.EngineStatus;
import org.conclave.api.engine.EngineStatus.State;
import org.conclave.api.engine.GroupExtension;
import org.conclave.api.engine.ImportOutcome;
import org.conclave.api.engine.JoinOutcome;
import org.conclave.api.engine.KeyPackage;
import org.conclave.api.engine.KeyPackageInspection;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.engine.MemberChange;
import org.conclave.api.engine.ProcessOutcome;
import org.conclave.api.engine.Rejection;
import org.conclave.api.engine.SignatureKeyPair;
import org.conclave.api.engine.Signer;
import org.conclave.api.identity.GroupId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The service as the rest of the application sees it, over one real engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SidecarCryptoEngineTest {
  private static final GroupId GROUP = new GroupId(Bytes.wrap(new byte[GroupId.SIZE]));
  private static final GroupExtension PROFILE =
      new GroupExtension(GroupExtension.GROUP_PROFILE, Bytes.utf8("Friends"));

  private final Instant now = Instant.now();
  private final Lifetime lifetime = new Lifetime(now.minusSeconds(60), now.plusSeconds(3_600));
  private final StatusLog statuses = new StatusLog();
  private final CurrentEngine engines = new CurrentEngine();
  private final SidecarCryptoEngine engine =
      new SidecarCryptoEngine(new RepeatingCaller(engines, new CallsUnderWay()));
  private EngineHost host;

  @BeforeAll
  void start() throws Exception {
    host = LiveEngine.start(EngineCommand.ofThisRuntime(SidecarFolder.path()), engines, statuses);
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @Test
  void groupLivesFromFoundingToRemoval() throws Exception {
    Signer alice = signer("alice");
    Signer bob = signer("bob");
    HeldState aliceState =
        new HeldState(engine.createGroup(GROUP, alice, lifetime, List.of(PROFILE)));
    assertThat(aliceState.state().summary().group()).isEqualTo(GROUP);
    HeldState bobState = add(alice, aliceState, bob);
    assertThat(bobState.state().summary().extensions()).containsExactly(PROFILE);
    assertThat(bobState.state().summary().memberCount()).isEqualTo(2);
    assertThat(authenticator(bobState)).isEqualTo(authenticator(aliceState));

    Bytes message = encrypt(alice, aliceState, "hello");
    ProcessOutcome.Application read =
        (ProcessOutcome.Application) engine.process(bobState, bob, message, now);
    bobState.apply(read.consumed());
    assertThat(read.content().toUtf8()).isEqualTo("hello");
    assertThat(read.senderCredential().toUtf8()).isEqualTo("alice");
    assertThat(engine.process(bobState, bob, message, now))
        .isInstanceOfSatisfying(
            ProcessOutcome.Refused.class,
            refused -> assertThat(refused.rejection().code()).isEqualTo(Rejection.Code.REPLAYED));

    CommitOutcome.Created renamed =
        (CommitOutcome.Created)
            engine.commit(
                aliceState,
                alice,
                new CommitProposals(
                    List.of(),
                    List.of(),
                    false,
                    Optional.of(
                        List.of(
                            new GroupExtension(
                                GroupExtension.GROUP_PROFILE, Bytes.utf8("Colleagues"))))),
                Bytes.utf8("aad"),
                now);
    aliceState.go(renamed.state());
    ProcessOutcome.Commit applied =
        (ProcessOutcome.Commit) engine.process(bobState, bob, renamed.commit(), now);
    assertThat(applied.authenticatedData()).isEqualTo(Bytes.utf8("aad"));
    bobState.go(applied.state().orElseThrow());
    assertThat(bobState.state().summary().extensions().get(0).data().toUtf8())
        .isEqualTo("Colleagues");

    CommitOutcome.Created removal =
        (CommitOutcome.Created)
            engine.commit(
                aliceState, alice, CommitProposals.removing(List.of(1)), Bytes.EMPTY, now);
    ProcessOutcome.Commit removed =
        (ProcessOutcome.Commit) engine.process(bobState, bob, removal.commit(), now);
    assertThat(removed.state()).isEmpty();
    assertThat(removal.state().summary().changes())
        .extracting(MemberChange::change)
        .contains(MemberChange.Change.REMOVED);
    aliceState.go(removal.state());
    assertThat(engine.process(bobState, bob, encrypt(alice, aliceState, "gone"), now))
        .isInstanceOf(ProcessOutcome.WrongEpoch.class);
  }

  @Test
  void nextEngineGetsTheTreeFromTheState() throws Exception {
    Signer alice = signer("alice");
    HeldState state = new HeldState(engine.createGroup(GROUP, alice, lifetime, List.of()));
    int known = statuses.all().size();
    long pid = statuses.all().get(known - 1).pid();
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    assertThat(engine.commit(state, alice, CommitProposals.updating(), Bytes.EMPTY, now))
        .isInstanceOf(CommitOutcome.Created.class);
    assertThat(state.treesAsked).isEqualTo(1);
    statuses.await(known, Duration.ofSeconds(20), s -> s.state() == State.READY);
  }

  @Test
  void keyPackageIsInspected() throws Exception {
    Signer bob = signer("bob");
    KeyPackage own = engine.createKeyPackage(bob, lifetime, true);
    assertThat(engine.inspectKeyPackage(own.message(), now))
        .isInstanceOfSatisfying(
            KeyPackageInspection.Valid.class,
            valid -> {
              assertThat(valid.reference()).isEqualTo(own.reference());
              assertThat(valid.credential()).isEqualTo(bob.credential());
              assertThat(valid.lastResort()).isTrue();
              assertThat(valid.lifetime().notAfter().getEpochSecond())
                  .isEqualTo(lifetime.notAfter().getEpochSecond());
            });
    assertThat(engine.inspectKeyPackage(Bytes.utf8("nonsense"), now))
        .isInstanceOf(KeyPackageInspection.Invalid.class);
  }

  @Test
  void welcomeForOthersIsRefused() throws Exception {
    Signer alice = signer("alice");
    HeldState state = new HeldState(engine.createGroup(GROUP, alice, lifetime, List.of()));
    KeyPackage bobs = engine.createKeyPackage(signer("bob"), lifetime, false);
    CommitOutcome.Created commit =
        (CommitOutcome.Created)
            engine.commit(
                state, alice, CommitProposals.adding(List.of(bobs.message())), Bytes.EMPTY, now);
    Signer carol = signer("carol");
    KeyPackage carols = engine.createKeyPackage(carol, lifetime, false);
    assertThat(engine.join(commit.welcome().orElseThrow(), carol, List.of(carols), now))
        .isInstanceOfSatisfying(
            JoinOutcome.Refused.class,
            refused -> assertThat(refused.rejection().code()).isEqualTo(Rejection.Code.NOT_FOR_US));
  }

  @Test
  void callsOfNoCorrectHostAreMisuse() throws Exception {
    Signer alice = signer("alice");
    HeldState state = new HeldState(engine.createGroup(GROUP, alice, lifetime, List.of()));
    Signer stranger =
        new Signer(
            Bytes.utf8("alice"),
            new SignatureKeyPair(
                engine.createIdentity().publicKey(), SecretBytes.wrap(new byte[32])));
    assertThatThrownBy(
            () -> engine.commit(state, stranger, CommitProposals.updating(), Bytes.EMPTY, now))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.reason()).isEqualTo(EngineException.Reason.MISUSE));
  }

  @Test
  void identityComesBackWithinTheEnginesHeap() throws Exception {
    List<Integer> progress = new ArrayList<>();
    try (SecretBytes payload = SecretBytes.copyOf("account key".getBytes(UTF_8));
        SecretBytes passphrase = SecretBytes.copyOf("a passphrase".getBytes(UTF_8));
        SecretBytes another = SecretBytes.copyOf("another".getBytes(UTF_8))) {
      long started = System.nanoTime();
      Bytes backup = engine.exportIdentity(payload, passphrase, progress::add);
      System.out.printf(
          "export of an identity: %d ms, %d reports of progress%n",
          (System.nanoTime() - started) / 1_000_000, progress.size());
      assertThat(progress).startsWith(0).endsWith(1_000).isSorted().doesNotHaveDuplicates();
      assertThat(progress).hasSizeGreaterThan(2);
      assertThat(engine.importIdentity(backup, passphrase, told -> {}))
          .isInstanceOfSatisfying(
              ImportOutcome.Imported.class,
              imported -> assertThat(imported.payload()).isEqualTo(payload));
      assertThat(refusal(backup, another))
          .isEqualTo(ImportOutcome.Reason.WRONG_PASSPHRASE_OR_DAMAGED);
      byte[] greedy = backup.toByteArray();
      ByteBuffer.wrap(greedy).putInt(10, 1024 * 1024);
      assertThat(refusal(Bytes.wrap(greedy), passphrase))
          .isEqualTo(ImportOutcome.Reason.NOT_ENOUGH_MEMORY);
      assertThat(refusal(Bytes.utf8("no backup"), passphrase))
          .isEqualTo(ImportOutcome.Reason.NOT_A_BACKUP);
    }
    assertThat(statuses.all()).extracting(EngineStatus::state).doesNotContain(State.FAILED);
  }

  @Test
  void exportOfNothingIsMisuse() {
    SecretBytes passphrase = SecretBytes.copyOf("a passphrase".getBytes(UTF_8));
    assertThatThrownBy(
            () -> engine.exportIdentity(SecretBytes.wrap(new byte[0]), passphrase, progress -> {}))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.reason()).isEqualTo(EngineException.Reason.MISUSE));
  }

  @Test
  void interruptedExportEnds() {
    SecretBytes secret = SecretBytes.copyOf("a passphrase".getBytes(UTF_8));
    assertThatThrownBy(
            () ->
                engine.exportIdentity(
                    secret, secret, progress -> Thread.currentThread().interrupt()))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.reason()).isEqualTo(EngineException.Reason.UNAVAILABLE));
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Not a bound on a noisy machine, but a figure to read: medians at three members. */
  @Test
  void latencyIsReported() throws Exception {
    Signer alice = signer("alice");
    Signer bob = signer("bob");
    HeldState aliceState = new HeldState(engine.createGroup(GROUP, alice, lifetime, List.of()));
    HeldState bobState = add(alice, aliceState, bob);
    HeldState third = addFurther(alice, aliceState, bob, bobState, signer("carol"));
    assertThat(third.state().summary().memberCount()).isEqualTo(3);
    List<Long> encrypts = new ArrayList<>();
    List<Long> processes = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      long started = System.nanoTime();
      Bytes message = encrypt(alice, aliceState, "x".repeat(100));
      long encrypted = System.nanoTime();
      ProcessOutcome.Application read =
          (ProcessOutcome.Application) engine.process(bobState, bob, message, now);
      processes.add(System.nanoTime() - encrypted);
      encrypts.add(encrypted - started);
      bobState.apply(read.consumed());
    }
    System.out.printf(
        "engine, 3 members, medians: encrypt %d us, process %d us (two round trips each)%n",
        median(encrypts), median(processes));
    assertThat(median(encrypts)).isLessThan(100_000);
  }

  private ImportOutcome.Reason refusal(Bytes backup, SecretBytes passphrase)
      throws EngineException {
    return ((ImportOutcome.Refused) engine.importIdentity(backup, passphrase, progress -> {}))
        .reason();
  }

  private static long median(List<Long> nanos) {
    List<Long> warm = new ArrayList<>(nanos.subList(nanos.size() / 2, nanos.size()));
    Collections.sort(warm);
    return warm.get(warm.size() / 2) / 1_000;
  }

  private Signer signer(String name) throws EngineException {
    return new Signer(Bytes.utf8(name), engine.createIdentity());
  }

  private HeldState add(Signer inviter, HeldState state, Signer newcomer) throws EngineException {
    return new HeldState(LiveEngine.add(engine, inviter, state, newcomer, lifetime, now).state());
  }

  private HeldState addFurther(
      Signer inviter, HeldState state, Signer other, HeldState otherState, Signer newcomer)
      throws EngineException {
    KeyPackage keyPackage = engine.createKeyPackage(newcomer, lifetime, false);
    CommitOutcome.Created commit =
        (CommitOutcome.Created)
            engine.commit(
                state,
                inviter,
                CommitProposals.adding(List.of(keyPackage.message())),
                Bytes.EMPTY,
                now);
    state.go(commit.state());
    ProcessOutcome.Commit processed =
        (ProcessOutcome.Commit) engine.process(otherState, other, commit.commit(), now);
    otherState.go(processed.state().orElseThrow());
    return new HeldState(
        ((JoinOutcome.Joined)
                engine.join(commit.welcome().orElseThrow(), newcomer, List.of(keyPackage), now))
            .state());
  }

  private Bytes encrypt(Signer signer, HeldState state, String text) throws EngineException {
    EncryptOutcome.Encrypted encrypted =
        (EncryptOutcome.Encrypted) engine.encrypt(state, signer, Bytes.utf8(text), Bytes.EMPTY);
    state.apply(encrypted.consumed());
    return encrypted.message();
  }

  private static Bytes authenticator(HeldState state) {
    return state.state().summary().epochAuthenticator();
  }
}
