package org.conclave.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.CommitOutcome;
import org.conclave.api.engine.CommitProposals;
import org.conclave.api.engine.GroupExtension;
import org.conclave.api.engine.KeyPackage;
import org.conclave.api.engine.KeyPackageInspection;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.engine.NewState;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.StateId;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.DeviceState;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Role;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.proto.wire.v1.KeyPackageRequest;
import org.conclave.proto.wire.v1.KeyPackageResponse;
import org.conclave.proto.wire.v1.WelcomeDelivery;
import org.conclave.proto.wire.v1.WelcomeReceipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JoiningTest {
  private final World world = new World();
  private Device anna;
  private Device ben;
  private Device mallory;

  @BeforeEach
  void begin() throws Exception {
    anna = world.device("Anna");
    ben = world.device("Ben");
    mallory = world.device("Mallory");
  }

  @AfterEach
  void end() {
    world.close();
  }

  private static WelcomeReceipt.Outcome outcome(Device to, Device from, Bytes delivery)
      throws Exception {
    return WelcomeReceipt.parseFrom(to.ask(from, Protocols.WELCOME, delivery).toByteArray())
        .getOutcome();
  }

  private static Bytes welcome(Device device) throws Exception {
    return device.outbox().stream()
        .map(OutboxRow::item)
        .filter(OutboxRow.Item.ToMember.class::isInstance)
        .map(OutboxRow.Item.ToMember.class::cast)
        .filter(item -> item.protocol().equals(Protocols.WELCOME))
        .reduce((first, last) -> last)
        .orElseThrow()
        .payload();
  }

  private static Bytes keyPackage(Device of, Device asker) throws Exception {
    Bytes request =
        Bytes.wrap(
            KeyPackageRequest.newBuilder()
                .setUserId(ProtoBytes.of(of.user.value()))
                .build()
                .toByteArray());
    return ProtoBytes.from(
        KeyPackageResponse.parseFrom(of.ask(asker, Protocols.KEYS, request).toByteArray())
            .getKeyPackage());
  }

  private static List<KeyPackage> packages(Device device) throws Exception {
    return device.storage.<List<KeyPackage>, Exception>read(
        transaction -> transaction.keyPackages().all());
  }

  private static int available(Device device) throws Exception {
    return device.storage.<Integer, Exception>read(
        transaction -> transaction.keyPackages().available());
  }

  /** A Welcome to {@code to} into a group that {@code from} made with a client of its own. */
  private Bytes forged(Device from, Device to, GroupId group, VerifiedProfile profile)
      throws Exception {
    NewState state =
        from.engine.createGroup(
            group,
            from.signer(),
            new Lifetime(world.clock.instant(), world.clock.instant()),
            List.of(profile.extension()));
    InMemoryStorage storage = new InMemoryStorage(world.clock);
    StateSnapshot snapshot =
        StateTransition.snapshot(
            state, StateId.initial(group), Optional.empty(), world.clock.instant());
    storage.write(
        transaction -> {
          transaction
              .groupStates()
              .create(group, snapshot, state.rows(), state.tree().orElseThrow(), List.of());
          return true;
        });
    try (StateCursor cursor = new StateCursor(storage, group, snapshot, List.of())) {
      CommitOutcome.Created created =
          (CommitOutcome.Created)
              from.engine.commit(
                  cursor,
                  from.signer(),
                  CommitProposals.adding(List.of(keyPackage(to, from))),
                  Bytes.EMPTY,
                  world.clock.instant());
      return delivery(group, StateId.initial(group), created.welcome().orElseThrow());
    }
  }

  private static Bytes delivery(GroupId group, StateId state, Bytes welcome) {
    return Bytes.wrap(
        WelcomeDelivery.newBuilder()
            .setGroupId(ProtoBytes.of(group.value()))
            .setStateId(ProtoBytes.of(state.value()))
            .setWelcome(ProtoBytes.of(welcome))
            .build()
            .toByteArray());
  }

  private VerifiedProfile profile(UserId administrator, OrganisationId organisation) {
    return new VerifiedProfile("Trap", Set.of(administrator), world.clock.instant(), organisation);
  }

  private static GroupId random() {
    return new GroupId(FakeEngine.identity().publicKey());
  }

  @Test
  void duplicateWelcomeIsAnsweredJoined() throws Exception {
    GroupId group = anna.messenger().createGroup("Tea").group();
    anna.messenger().addMember(group, ben.user);
    Bytes welcome = welcome(anna);
    assertThat(outcome(ben, anna, welcome)).isEqualTo(WelcomeReceipt.Outcome.JOINED);
    Set<String> joined = ben.storage.dump();
    assertThat(outcome(ben, anna, welcome)).isEqualTo(WelcomeReceipt.Outcome.JOINED);
    ben.restart();
    assertThat(outcome(ben, anna, welcome)).isEqualTo(WelcomeReceipt.Outcome.JOINED);
    assertThat(ben.messenger().conversations()).hasSize(1);
    assertThat(joined).isNotEmpty();
  }

  @Test
  void usedKeyPackageIsGoneWithTheCommitOfTheStateItOpened() throws Exception {
    GroupId group = anna.messenger().createGroup("Tea").group();
    List<Bytes> before = packages(ben).stream().map(KeyPackage::reference).toList();
    anna.messenger().addMember(group, ben.user);
    World.until("a full pool", () -> available(ben) == KeyPackagePool.ONE_TIME);
    anna.deliver();
    List<Bytes> after = packages(ben).stream().map(KeyPackage::reference).toList();
    assertThat(before.stream().filter(reference -> !after.contains(reference))).hasSize(1);
  }

  @Test
  void messageThatComesBeforeItsWelcomeIsOfferedAgain() throws Exception {
    GroupId group = anna.messenger().createGroup("Tea").group();
    anna.messenger().addMember(group, ben.user);
    anna.messenger().send(group, "hello");
    Bytes message = anna.envelopes().get(0);
    assertThat(ben.receive(anna, message).name()).isEqualTo("RETRY");
    outcome(ben, anna, welcome(anna));
    assertThat(ben.receive(anna, message).name()).isEqualTo("COMMITTED");
  }

  @Test
  void welcomeWithoutAnEngineFailsAndIsAskedAgain() throws Exception {
    GroupId group = anna.messenger().createGroup("Tea").group();
    anna.messenger().addMember(group, ben.user);
    Bytes welcome = welcome(anna);
    ben.messaging().engineDeparted(ben.engine);
    CompletionStage<Bytes> answer = ben.answer(anna, Protocols.WELCOME, welcome);
    World.until("a failure", () -> answer.toCompletableFuture().isCompletedExceptionally());
    assertThat(ben.messenger().conversations()).isEmpty();
    ben.messaging().engineArrived(ben.engine);
    assertThat(outcome(ben, anna, welcome)).isEqualTo(WelcomeReceipt.Outcome.JOINED);
  }

  @Test
  void welcomeOfWhoIsNoAdministratorIsRefused() throws Exception {
    Bytes trap = forged(mallory, ben, random(), profile(anna.user, World.ORGANISATION));
    assertThat(outcome(ben, mallory, trap)).isEqualTo(WelcomeReceipt.Outcome.REFUSED);
    assertThat(ben.messenger().conversations()).isEmpty();
  }

  @Test
  void welcomeOfAnotherOrganisationIsRefused() throws Exception {
    OrganisationId other = new OrganisationId(Bytes.wrap(new byte[32]));
    Bytes trap = forged(mallory, ben, random(), profile(mallory.user, other));
    assertThat(outcome(ben, mallory, trap)).isEqualTo(WelcomeReceipt.Outcome.REFUSED);
  }

  @Test
  void welcomeThatAnotherDeliversIsRefused() throws Exception {
    GroupId group = anna.messenger().createGroup("Tea").group();
    anna.messenger().addMember(group, ben.user);
    assertThat(outcome(ben, mallory, welcome(anna))).isEqualTo(WelcomeReceipt.Outcome.REFUSED);
    assertThat(outcome(ben, anna, welcome(anna))).isEqualTo(WelcomeReceipt.Outcome.JOINED);
  }

  @Test
  void alsoAnotherAdministratorDeliversNoWelcomeButItsOwn() throws Exception {
    VerifiedProfile both =
        new VerifiedProfile(
            "Two", Set.of(anna.user, mallory.user), world.clock.instant(), World.ORGANISATION);
    Bytes welcome = forged(anna, ben, random(), both);
    assertThat(outcome(ben, mallory, welcome)).isEqualTo(WelcomeReceipt.Outcome.REFUSED);
    assertThat(outcome(ben, anna, welcome)).isEqualTo(WelcomeReceipt.Outcome.JOINED);
  }

  @Test
  void nobodyPutsAGroupInThePlaceOfAKnownOne() throws Exception {
    GroupId group = world.group(anna, ben);
    Set<String> before = conversationRows(ben);
    Bytes trap = forged(mallory, ben, group, profile(mallory.user, World.ORGANISATION));
    // Its epoch is not later, so that it counts as an old Welcome; nothing changes either way.
    assertThat(outcome(ben, mallory, trap)).isNotNull();
    assertThat(conversationRows(ben)).isEqualTo(before);
    anna.messenger().removeMember(group, ben.user);
    anna.deliver();
    Bytes again = forged(mallory, ben, group, profile(mallory.user, World.ORGANISATION));
    assertThat(outcome(ben, mallory, again)).isEqualTo(WelcomeReceipt.Outcome.REFUSED);
    assertThat(ben.messenger().conversation(group).orElseThrow().status().name())
        .isEqualTo("EVICTED");
  }

  private static Set<String> conversationRows(Device device) {
    return device.storage.dump().stream()
        .filter(line -> line.startsWith("head") || line.startsWith("secret"))
        .collect(Collectors.toSet());
  }

  @Test
  void rosterThatTheLedgerContradictsIsRefused() throws Exception {
    GroupId group = anna.messenger().createGroup("Tea").group();
    anna.messenger().addMember(group, ben.user);
    Member real = anna.member();
    world.record(
        new Member(
            real.user(),
            real.name(),
            Role.MEMBER,
            "",
            false,
            DeviceState.ACTIVE,
            real.device(),
            real.credential(),
            Optional.of(Bytes.wrap(new byte[32]))));
    assertThat(outcome(ben, anna, welcome(anna))).isEqualTo(WelcomeReceipt.Outcome.REFUSED);
    world.record(real);
    assertThat(outcome(ben, anna, welcome(anna))).isEqualTo(WelcomeReceipt.Outcome.JOINED);
  }

  @Test
  void memberWhomTheLedgerDoesNotKnowYetIsNoObstacle() throws Exception {
    GroupId group = anna.messenger().createGroup("Tea").group();
    anna.messenger().addMember(group, ben.user);
    world.strike(anna.user);
    assertThat(outcome(ben, anna, welcome(anna))).isEqualTo(WelcomeReceipt.Outcome.JOINED);
    assertThat(ben.messenger().participants(group).get(1).name())
        .isEqualTo("Member " + anna.user.toHex().substring(0, 8));
  }

  @Test
  void garbageIsRefused() throws Exception {
    for (Bytes garbage :
        List.of(
            Bytes.EMPTY,
            Bytes.utf8("garbage"),
            delivery(random(), StateId.initial(random()), Bytes.utf8("garbage")))) {
      assertThat(outcome(ben, mallory, garbage)).isEqualTo(WelcomeReceipt.Outcome.REFUSED);
    }
    assertThat(ben.messenger().conversations()).isEmpty();
  }

  @Test
  void profileIsDecodedWithinBounds() {
    VerifiedProfile good = profile(anna.user, World.ORGANISATION);
    assertThat(VerifiedProfile.decode(good.encode()))
        .get()
        .extracting(VerifiedProfile::name)
        .isEqualTo("Trap");
    assertThat(VerifiedProfile.decode(Bytes.EMPTY)).isEmpty();
    assertThat(VerifiedProfile.decode(Bytes.wrap(new byte[70_000]))).isEmpty();
    assertThat(VerifiedProfile.of(List.of(good.extension(), good.extension()))).isEmpty();
    assertThat(VerifiedProfile.of(List.of(new GroupExtension(1, good.encode())))).isEmpty();
  }

  @Test
  void keyPackagesAreGivenOutOnceAndMadeAnew() throws Exception {
    Bytes first = keyPackage(ben, anna);
    Bytes second = keyPackage(ben, anna);
    assertThat(first).isNotEqualTo(second);
    World.until("a full pool", () -> available(ben) == KeyPackagePool.ONE_TIME);
    assertThat(packages(ben).stream().filter(KeyPackage::lastResort)).hasSize(1);
  }

  @Test
  void keyPackageThatHasEndedIsNotGivenOut() throws Exception {
    world.clock.pass(Duration.ofDays(91));
    World.until(
        "a current key package",
        () ->
            anna.engine.inspectKeyPackage(keyPackage(ben, anna), world.clock.instant())
                instanceof KeyPackageInspection.Valid);
    world.settle();
    assertThat(anna.engine.inspectKeyPackage(keyPackage(ben, anna), world.clock.instant()))
        .isInstanceOf(KeyPackageInspection.Valid.class);
  }

  @Test
  void nobodyUsesUpThePool() throws Exception {
    Bytes last = Bytes.EMPTY;
    for (int i = 0; i < KeyPackagePool.QUOTA; i++) {
      World.until("a package", () -> available(ben) > 0);
      last = keyPackage(ben, mallory);
    }
    Bytes lastResort =
        packages(ben).stream().filter(KeyPackage::lastResort).findFirst().orElseThrow().message();
    assertThat(last).isNotEqualTo(lastResort);
    for (int i = 0; i < 5; i++) {
      assertThat(keyPackage(ben, mallory)).isEqualTo(lastResort);
    }
    assertThat(keyPackage(ben, anna)).isNotEqualTo(lastResort);
  }

  @Test
  void keyPackagesOfOthersAreNotAskedFor() throws Exception {
    Bytes request =
        Bytes.wrap(
            KeyPackageRequest.newBuilder()
                .setUserId(ProtoBytes.of(anna.user.value()))
                .build()
                .toByteArray());
    Bytes answer = ben.ask(anna, Protocols.KEYS, request);
    assertThat(KeyPackageResponse.parseFrom(answer.toByteArray()).getKeyPackage().isEmpty())
        .isTrue();
    assertThat(available(ben)).isEqualTo(KeyPackagePool.ONE_TIME);
  }
}
