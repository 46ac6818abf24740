package org.conclave.persistence.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.persistence.internal.sqlite.StorageFixture.ALICE;
import static org.conclave.persistence.internal.sqlite.StorageFixture.BOB;
import static org.conclave.persistence.internal.sqlite.StorageFixture.CAROL;
import static org.conclave.persistence.internal.sqlite.StorageFixture.GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.OTHER_GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.START;
import static org.conclave.persistence.internal.sqlite.StorageFixture.envelope;
import static org.conclave.persistence.internal.sqlite.StorageFixture.message;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.OutboxRow.Item;
import org.conclave.api.storage.StoreEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxStoreTest {
  private static final Instant EXPIRY = START.plus(Duration.ofDays(14));
  private static final Item TO_GROUP =
      new Item.ToGroup(GROUP, envelope(1), Optional.of(message(1)));
  private static final Item TO_MEMBER =
      new Item.ToMember(CAROL, "/conclave/welcome/1.0.0", Bytes.utf8("welcome"));

  @TempDir Path folder;
  private StorageFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new StorageFixture(folder);
    Writing.in(
        fixture,
        tx -> {
          tx.conversations().create(GROUP, "Lunch", true, START);
          tx.messages().add(GROUP, message(1), ALICE, true, START, "hello", 2);
        });
    fixture.takeEvents();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void rowsComeBackOldestFirst() throws Exception {
    long first = add(TO_GROUP, Set.of(BOB, CAROL), EXPIRY);
    fixture.clock.turn(Duration.ofSeconds(1));
    long second = add(TO_MEMBER, Set.of(CAROL), EXPIRY.plusSeconds(5));
    fixture.reopen();

    OutboxRow group = new OutboxRow(first, TO_GROUP, Set.of(BOB, CAROL), START, EXPIRY);
    OutboxRow member =
        new OutboxRow(
            second, TO_MEMBER, Set.of(CAROL), START.plusSeconds(1), EXPIRY.plusSeconds(5));
    assertThat(openRows()).containsExactly(group, member);
    fixture
        .storage()
        .read(
            tx -> {
              assertThat(tx.outbox().openFor(BOB)).containsExactly(group);
              assertThat(tx.outbox().openFor(CAROL)).containsExactly(group, member);
              assertThat(tx.outbox().openFor(ALICE)).isEmpty();
              assertThat(tx.outbox().find(second)).contains(member);
              assertThat(tx.outbox().find(999)).isEmpty();
              assertThat(tx.outbox().size()).isEqualTo(2);
              return null;
            });
    assertThat(fixture.takeEvents())
        .containsExactly(new StoreEvent.OutboxAdded(first), new StoreEvent.OutboxAdded(second));
  }

  @Test
  void rowEndsWithItsLastAcknowledgement() throws Exception {
    add(TO_GROUP, Set.of(BOB, CAROL), EXPIRY);
    fixture.takeEvents();

    Writing.in(
        fixture,
        tx -> {
          assertThat(tx.outbox().acknowledge(GROUP, envelope(1), BOB)).isTrue();
          assertThat(tx.outbox().acknowledge(GROUP, envelope(1), BOB)).isFalse();
          assertThat(tx.outbox().acknowledge(GROUP, envelope(2), CAROL)).isFalse();
          assertThat(tx.outbox().acknowledge(OTHER_GROUP, envelope(1), CAROL)).isFalse();
          assertThat(tx.outbox().acknowledge(GROUP, envelope(1), ALICE)).isFalse();
        });
    assertThat(openRows()).extracting(OutboxRow::awaiting).containsExactly(Set.of(CAROL));
    assertThat(received()).isEqualTo(1);
    assertThat(fixture.takeEvents())
        .containsExactly(new StoreEvent.DeliveryChanged(GROUP, message(1)));

    Writing.in(fixture, tx -> tx.outbox().acknowledge(GROUP, envelope(1), CAROL));
    assertThat(openRows()).isEmpty();
    assertThat(received()).isEqualTo(2);
  }

  @Test
  void rowForNobodyEndsAtOnce() throws Exception {
    long nobody = add(TO_GROUP, Set.of(), EXPIRY);
    long somebody = add(TO_MEMBER, Set.of(CAROL), EXPIRY);

    assertThat(somebody).isGreaterThan(nobody);
    assertThat(openRows()).extracting(OutboxRow::id).containsExactly(somebody);
    assertThat(fixture.takeEvents()).containsExactly(new StoreEvent.OutboxAdded(somebody));
  }

  @Test
  void expiredRowIsNotOpenAndGoesWithTheNextOne() throws Exception {
    add(TO_GROUP, Set.of(BOB), EXPIRY);
    fixture.clock.turn(Duration.ofDays(14));
    assertThat(openRows()).isEmpty();
    fixture
        .storage()
        .read(
            tx -> {
              assertThat(tx.outbox().size()).isZero();
              assertThat(tx.outbox().openFor(BOB)).isEmpty();
              return null;
            });

    long next = add(TO_MEMBER, Set.of(CAROL), EXPIRY.plusSeconds(60));

    assertThat(openRows()).extracting(OutboxRow::id).containsExactly(next);
    assertThat(Tampering.count(fixture.file, "outbox")).isEqualTo(1);
    assertThat(Tampering.count(fixture.file, "awaiting")).isEqualTo(1);
  }

  @Test
  void memberWhoLeftIsNotAwaitedByRowsOfTheGroupAnyMore() throws Exception {
    add(TO_GROUP, Set.of(BOB), EXPIRY);
    add(new Item.ToGroup(GROUP, envelope(2), Optional.empty()), Set.of(BOB, CAROL), EXPIRY);
    add(new Item.ToGroup(OTHER_GROUP, envelope(3), Optional.empty()), Set.of(BOB), EXPIRY);
    long direct = add(TO_MEMBER, Set.of(BOB), EXPIRY);

    Writing.in(fixture, tx -> tx.outbox().forget(GROUP, BOB));

    assertThat(openRows())
        .extracting(OutboxRow::awaiting)
        .containsExactly(Set.of(CAROL), Set.of(BOB), Set.of(BOB));
    assertThat(received()).isZero();
    Writing.in(fixture, tx -> tx.outbox().end(direct));
    assertThat(openRows()).hasSize(2);
  }

  @Test
  void rolledBackPeopleAreForgotten() throws Exception {
    assertThatThrownBy(
            () ->
                Writing.in(
                    fixture,
                    tx -> {
                      tx.outbox().add(TO_GROUP, Set.of(BOB), EXPIRY);
                      throw new IllegalArgumentException("undo");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    add(TO_MEMBER, Set.of(CAROL), EXPIRY);
    add(TO_GROUP, Set.of(BOB), EXPIRY);

    assertThat(openRows())
        .extracting(OutboxRow::awaiting)
        .containsExactly(Set.of(CAROL), Set.of(BOB));
  }

  private long add(Item item, Set<UserId> awaiting, Instant expiry) throws Exception {
    return fixture.storage().write(tx -> tx.outbox().add(item, awaiting, expiry));
  }

  private List<OutboxRow> openRows() throws Exception {
    return fixture.storage().read(tx -> tx.outbox().open());
  }

  private int received() throws Exception {
    Optional<Message> message = fixture.storage().read(tx -> tx.messages().find(GROUP, message(1)));
    return message.orElseThrow().received();
  }
}
