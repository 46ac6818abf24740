package org.conclave.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.CommitOutcome;
import org.conclave.api.engine.CommitProposals;
import org.conclave.api.engine.EncryptOutcome;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.StateId;
import org.conclave.api.network.EnvelopeReceiver.Receipt;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.proto.wire.v1.Content;
import org.conclave.proto.wire.v1.Envelope;
import org.conclave.proto.wire.v1.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceivingTest {
  private final World world = new World();
  private Device anna;
  private Device ben;
  private GroupId group;

  @BeforeEach
  void begin() throws Exception {
    anna = world.device("Anna");
    ben = world.device("Ben");
    group = world.group(anna, ben);
  }

  @AfterEach
  void end() {
    world.close();
  }

  private Bytes sent(String text) throws Exception {
    anna.messenger().send(group, text);
    List<Bytes> all = anna.envelopes();
    return all.get(all.size() - 1);
  }

  private Conversation conversation() throws Exception {
    return ben.messenger().conversation(group).orElseThrow();
  }

  @Test
  void duplicatesAreDeliveredOnce() throws Exception {
    Bytes envelope = sent("once");
    assertThat(ben.receive(anna, envelope)).isEqualTo(Receipt.COMMITTED);
    assertThat(ben.receive(anna, envelope)).isEqualTo(Receipt.KNOWN);
    ben.restart();
    assertThat(ben.receive(anna, envelope)).isEqualTo(Receipt.KNOWN);
    assertThat(ben.texts(group)).containsExactly("once");
    assertThat(conversation().unread()).isEqualTo(1);
    ben.messenger().markRead(group);
    assertThat(conversation().unread()).isZero();
  }

  @Test
  void duplicatesWithinOneBatchAreDeliveredOnce() throws Exception {
    Bytes envelope = sent("once");
    List<CompletionStage<Receipt>> stages = holdWhile(List.of(envelope, envelope, envelope));
    assertThat(stages.stream().map(Device::await))
        .containsExactly(Receipt.COMMITTED, Receipt.KNOWN, Receipt.KNOWN);
    assertThat(ben.texts(group)).containsExactly("opener", "once");
  }

  /** Offers {@code envelopes} while a commit is under way, so that they share the next. */
  private List<CompletionStage<Receipt>> holdWhile(List<Bytes> envelopes) throws Exception {
    return holdWhile(envelopes, () -> {});
  }

  /**
   * @param then done before they are processed
   */
  private List<CompletionStage<Receipt>> holdWhile(List<Bytes> envelopes, Runnable then)
      throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    AtomicInteger first = new AtomicInteger();
    ben.storage.beforeEveryCommit(
        () -> {
          if (first.getAndIncrement() == 0) {
            reached.countDown();
            try {
              held.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
        });
    Bytes opener = sent("opener");
    CompletionStage<Receipt> opened = ben.messaging().receiver().receive(anna.peer(), opener);
    reached.await();
    List<CompletionStage<Receipt>> stages = new ArrayList<>();
    for (Bytes envelope : envelopes) {
      stages.add(ben.messaging().receiver().receive(anna.peer(), envelope));
    }
    int commits = ben.storage.commits();
    then.run();
    held.countDown();
    Device.await(opened);
    for (CompletionStage<Receipt> stage : stages) {
      Device.await(stage);
    }
    ben.storage.beforeEveryCommit(null);
    assertThat(ben.storage.commits()).isLessThanOrEqualTo(commits + 2 + envelopes.size() / 64);
    return stages;
  }

  @Test
  void envelopesThatQueueShareACommit() throws Exception {
    List<Bytes> envelopes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      envelopes.add(sent("message " + i));
    }
    List<CompletionStage<Receipt>> stages = holdWhile(envelopes);
    assertThat(stages.stream().map(Device::await)).containsOnly(Receipt.COMMITTED);
    assertThat(ben.texts(group)).hasSize(101);
    assertThat(ben.engine.batches()).isEqualTo(2);
  }

  @Test
  void messagesWhoseBatchFailedAreOpenedOneByOne() throws Exception {
    List<CompletionStage<Receipt>> stages = holdWhile(many(), () -> ben.engine.die(1));
    assertThat(stages.stream().map(Device::await)).containsOnly(Receipt.COMMITTED);
    assertThat(ben.engine.batches()).isEqualTo(1);
    assertThat(ben.texts(group)).hasSize(ApplicationBatch.MANY + 1);
  }

  @Test
  void aCommitInDisguiseHoldsUpNoMessage() throws Exception {
    List<Bytes> envelopes = many();
    envelopes.add(1, commitInDisguise());
    List<Receipt> receipts = holdWhile(envelopes).stream().map(Device::await).toList();
    assertThat(receipts.get(1)).isEqualTo(Receipt.REFUSED);
    assertThat(receipts).filteredOn(Receipt.COMMITTED::equals).hasSize(ApplicationBatch.MANY);
    assertThat(ben.engine.batches()).isEqualTo(1);
    assertThat(ben.texts(group)).hasSize(ApplicationBatch.MANY + 1);
  }

  /** As few as are opened in one call. */
  private List<Bytes> many() throws Exception {
    List<Bytes> envelopes = new ArrayList<>();
    for (int i = 0; i < ApplicationBatch.MANY; i++) {
      envelopes.add(sent("message " + i));
    }
    return envelopes;
  }

  @Test
  void messagesAreDeliveredInAnyOrder() throws Exception {
    List<Bytes> envelopes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      envelopes.add(sent("message " + i));
    }
    Collections.shuffle(envelopes, new Random(7));
    for (Bytes envelope : envelopes) {
      assertThat(ben.receive(anna, envelope)).isEqualTo(Receipt.COMMITTED);
    }
    assertThat(ben.texts(group)).hasSize(30).doesNotHaveDuplicates();
  }

  @Test
  void storageFailureAtAnyStepLeavesNothingHalf() throws Exception {
    Bytes envelope = sent("hello");
    int failures = 0;
    Set<String> before = ben.storage.dump();
    ben.storage.failAtStep(failures);
    while (ben.receive(anna, envelope) == Receipt.RETRY) {
      assertThat(ben.storage.dump()).isEqualTo(before);
      ben.storage.failAtStep(++failures);
    }
    assertThat(ben.storage.failurePending()).isTrue();
    assertThat(failures).isGreaterThan(3);
    assertThat(ben.texts(group)).containsExactly("hello");
  }

  @Test
  void withoutAnEngineNothingIsAcknowledged() throws Exception {
    Bytes envelope = sent("hello");
    ben.messaging().engineDeparted(ben.engine);
    assertThat(ben.receive(anna, envelope)).isEqualTo(Receipt.RETRY);
    assertThat(ben.texts(group)).isEmpty();
    ben.messaging().engineArrived(ben.engine);
    ben.engine.die(1);
    World.until("delivery", () -> ben.receive(anna, envelope) == Receipt.KNOWN);
    assertThat(ben.texts(group)).containsExactly("hello");
  }

  @Test
  void withoutADiskNothingIsAcknowledged() throws Exception {
    Bytes envelope = sent("hello");
    ben.storage.failAlways(true);
    assertThat(ben.receive(anna, envelope)).isEqualTo(Receipt.RETRY);
    ben.storage.failAlways(false);
    assertThat(ben.receive(anna, envelope)).isEqualTo(Receipt.COMMITTED);
  }

  @Test
  void unknownGroupIsOfferedAgain() throws Exception {
    Device carl = world.device("Carl");
    assertThat(carl.receive(anna, sent("early"))).isEqualTo(Receipt.RETRY);
    assertThat(carl.messenger().conversations()).isEmpty();
  }

  @Test
  void garbageIsRefusedWithoutHarm() throws Exception {
    Random random = new Random(11);
    Bytes good = sent("hello");
    Set<String> before = ben.storage.dump();
    for (int size : new int[] {0, 1, 40, 500, 1 << 20, (1 << 20) + 1}) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      assertThat(ben.receive(anna, Bytes.wrap(bytes))).isEqualTo(Receipt.REFUSED);
    }
    assertThat(ben.storage.dump()).isEqualTo(before);
    for (int i = 0; i < good.size(); i++) {
      byte[] bytes = good.toByteArray();
      bytes[i] ^= (byte) (1 << random.nextInt(8));
      assertThat(ben.receive(anna, Bytes.wrap(bytes)))
          .isIn(Receipt.REFUSED, Receipt.RETRY, Receipt.WAITING);
    }
    assertThat(ben.texts(group)).isEmpty();
    assertThat(ben.receive(anna, good)).isEqualTo(Receipt.COMMITTED);
    assertThat(ben.receive(ben, sent("and on"))).isEqualTo(Receipt.COMMITTED);
  }

  @Test
  void oneMessageHasOneEnvelope() throws Exception {
    Bytes good = sent("hello");
    Bytes padded = good.concat(Bytes.ofHex("9a0601ff"));
    Bytes swapped =
        Bytes.wrap(
                Envelope.newBuilder()
                    .setEpoch(Envelope.parseFrom(good.toByteArray()).getEpoch())
                    .build()
                    .toByteArray())
            .concat(good);
    assertThat(ben.receive(anna, padded)).isEqualTo(Receipt.REFUSED);
    assertThat(ben.receive(anna, swapped)).isEqualTo(Receipt.REFUSED);
    assertThat(ben.receive(anna, good)).isEqualTo(Receipt.COMMITTED);
  }

  @Test
  void envelopeOfAnotherGroupOrStateIsRefused() throws Exception {
    GroupId second = anna.messenger().createGroup("Second").group();
    anna.messenger().addMember(second, ben.user);
    anna.deliver();
    Envelope envelope = Envelope.parseFrom(sent("hello").toByteArray());
    StateId other =
        ben.storage.<StateId, Exception>read(
            transaction -> transaction.groupStates().head(second).orElseThrow().tip());
    Bytes moved =
        Bytes.wrap(
            envelope.toBuilder()
                .setGroupId(ProtoBytes.of(second.value()))
                .setStateId(ProtoBytes.of(other.value()))
                .build()
                .toByteArray());
    Bytes otherEpoch = Bytes.wrap(envelope.toBuilder().setEpoch(7).build().toByteArray());
    assertThat(ben.receive(anna, moved)).isEqualTo(Receipt.REFUSED);
    assertThat(ben.receive(anna, otherEpoch)).isEqualTo(Receipt.REFUSED);
    assertThat(ben.texts(group)).isEmpty();
    assertThat(ben.texts(second)).isEmpty();
  }

  /** What a member with a client of its own could send. */
  private Bytes forged(Bytes content, Bytes authenticatedData) throws Exception {
    StateSnapshot tip = tip();
    try (StateCursor cursor = new StateCursor(anna.storage, group, tip, List.of())) {
      EncryptOutcome.Encrypted encrypted =
          (EncryptOutcome.Encrypted)
              anna.engine.encrypt(cursor, anna.signer(), content, authenticatedData);
      anna.storage.write(
          transaction -> {
            transaction.groupStates().change(group, tip.id(), encrypted.consumed());
            return true;
          });
      return UnverifiedEnvelope.application(group, tip.id(), tip.epoch(), encrypted.message())
          .bytes();
    }
  }

  /** A commit in the envelope of an application message. */
  private Bytes commitInDisguise() throws Exception {
    StateSnapshot tip = tip();
    try (StateCursor cursor = new StateCursor(anna.storage, group, tip, List.of())) {
      CommitOutcome.Created created =
          (CommitOutcome.Created)
              anna.engine.commit(
                  cursor,
                  anna.signer(),
                  CommitProposals.updating(),
                  bound(),
                  world.clock.instant());
      return UnverifiedEnvelope.application(group, tip.id(), tip.epoch(), created.commit()).bytes();
    }
  }

  private StateSnapshot tip() throws Exception {
    return anna.storage.<StateSnapshot, Exception>read(
        transaction ->
            transaction
                .groupStates()
                .snapshot(group, transaction.groupStates().head(group).orElseThrow().tip())
                .orElseThrow());
  }

  private Bytes bound() throws Exception {
    StateId tip =
        anna.storage.<StateId, Exception>read(
            transaction -> transaction.groupStates().head(group).orElseThrow().tip());
    return EnvelopeBinding.authenticatedData(group, tip, Envelope.Class.APPLICATION);
  }

  @Test
  void contentThatBreaksABoundIsRefusedAndItsKeySpent() throws Exception {
    Content good =
        Content.newBuilder()
            .setMessageId(ByteString.copyFrom(new byte[16]))
            .setSentAtMicros(1)
            .setText(Text.newBuilder().setText("x"))
            .build();
    List<byte[]> contents =
        List.of(
            new byte[0],
            new byte[] {1, 2, 3},
            new byte[70_000],
            good.toBuilder().setMessageId(ByteString.copyFrom(new byte[15])).build().toByteArray(),
            good.toBuilder().setSentAtMicros(-1).build().toByteArray(),
            good.toBuilder().setSentAtMicros(Long.MAX_VALUE).build().toByteArray(),
            good.toBuilder().clearText().build().toByteArray(),
            good.toBuilder().setText(Text.getDefaultInstance()).build().toByteArray());
    for (byte[] content : contents) {
      Bytes envelope = forged(Bytes.wrap(content), bound());
      assertThat(ben.receive(anna, envelope)).isEqualTo(Receipt.REFUSED);
      assertThat(ben.receive(anna, envelope)).isEqualTo(Receipt.REFUSED);
    }
    assertThat(ben.texts(group)).isEmpty();
    assertThat(ben.receive(anna, forged(Bytes.wrap(good.toByteArray()), bound())))
        .isEqualTo(Receipt.COMMITTED);
    assertThat(ben.texts(group)).containsExactly("x");
  }

  @Test
  void messageBoundToAnotherEnvelopeIsRefused() throws Exception {
    Bytes content =
        new MessageContent(new MessageId(Bytes.wrap(new byte[16])), world.clock.instant(), "x")
            .encode();
    assertThat(ben.receive(anna, forged(content, Bytes.EMPTY))).isEqualTo(Receipt.REFUSED);
    assertThat(ben.texts(group)).isEmpty();
  }

  @Test
  void sameMessageEncryptedAgainIsDeliveredOnce() throws Exception {
    Bytes content =
        new MessageContent(new MessageId(Bytes.wrap(new byte[16])), world.clock.instant(), "again")
            .encode();
    assertThat(ben.receive(anna, forged(content, bound()))).isEqualTo(Receipt.COMMITTED);
    assertThat(ben.receive(anna, forged(content, bound()))).isEqualTo(Receipt.COMMITTED);
    assertThat(ben.texts(group)).containsExactly("again");
  }

  @Test
  void floodOfEnvelopesThatWaitIsBounded() throws Exception {
    byte[] state = new byte[32];
    int waiting = 0;
    int retried = 0;
    for (int i = 0; i < WaitingRoom.PLACES + 50; i++) {
      state[0] = (byte) i;
      state[1] = (byte) (i >> 8);
      Bytes envelope =
          UnverifiedEnvelope.application(
                  group, new StateId(Bytes.copyOf(state)), 99, Bytes.utf8("message"))
              .bytes();
      Receipt receipt = ben.receive(anna, envelope);
      waiting += receipt == Receipt.WAITING ? 1 : 0;
      retried += receipt == Receipt.RETRY ? 1 : 0;
    }
    assertThat(waiting).isEqualTo(WaitingRoom.PLACES);
    assertThat(retried).isEqualTo(50);
    assertThat(ben.receive(anna, sent("still works"))).isEqualTo(Receipt.COMMITTED);
  }

  @Test
  void stateThatCanNeverComeIsNotWaitedFor() throws Exception {
    Bytes envelope =
        UnverifiedEnvelope.application(
                group, StateId.initial(new GroupId(Bytes.wrap(new byte[32]))), 1, Bytes.utf8("m"))
            .bytes();
    assertThat(ben.receive(anna, envelope)).isEqualTo(Receipt.REFUSED);
    int waiting =
        ben.storage.<Integer, Exception>read(transaction -> transaction.envelopes().waiting(group));
    assertThat(waiting).isZero();
  }

  @Test
  void refusedEnvelopeIsRememberedWithoutItsBytes() throws Exception {
    byte[] bytes = sent("hello").toByteArray();
    bytes[bytes.length - 1] ^= 1;
    Bytes broken = Bytes.wrap(bytes);
    assertThat(ben.receive(anna, broken)).isEqualTo(Receipt.REFUSED);
    StoredEnvelope stored =
        ben.storage
            .<Optional<StoredEnvelope>, Exception>read(
                transaction -> transaction.envelopes().find(group, EnvelopeBinding.id(broken)))
            .orElseThrow();
    assertThat(stored.status()).isEqualTo(StoredEnvelope.Status.REFUSED);
    assertThat(stored.bytes().isEmpty()).isTrue();
  }

  @Test
  void ownMessageIsKnownWhenItComesBack() throws Exception {
    assertThat(anna.receive(ben, sent("echo"))).isEqualTo(Receipt.KNOWN);
    assertThat(anna.texts(group)).containsExactly("echo");
  }

  @Test
  void messageOfAPastStateIsRead() throws Exception {
    Bytes late = sent("late");
    Device carl = world.device("Carl");
    anna.messenger().addMember(group, carl.user);
    for (Bytes envelope : anna.envelopes()) {
      if (!envelope.equals(late)) {
        assertThat(ben.receive(anna, envelope)).isEqualTo(Receipt.COMMITTED);
      }
    }
    world.clock.pass(Duration.ofDays(6));
    assertThat(ben.receive(anna, late)).isEqualTo(Receipt.COMMITTED);
    assertThat(ben.texts(group)).containsExactly("late");
  }
}
