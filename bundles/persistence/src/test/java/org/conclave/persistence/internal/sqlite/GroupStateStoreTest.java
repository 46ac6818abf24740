package org.conclave.persistence.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.persistence.internal.sqlite.StorageFixture.ALICE;
import static org.conclave.persistence.internal.sqlite.StorageFixture.BOB;
import static org.conclave.persistence.internal.sqlite.StorageFixture.CAROL;
import static org.conclave.persistence.internal.sqlite.StorageFixture.GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.OTHER_GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.fullTree;
import static org.conclave.persistence.internal.sqlite.StorageFixture.secret;
import static org.conclave.persistence.internal.sqlite.StorageFixture.snapshot;
import static org.conclave.persistence.internal.sqlite.StorageFixture.state;
import static org.conclave.persistence.internal.sqlite.StorageFixture.tree;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.engine.RowKey;
import org.conclave.api.engine.TreeSegment;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.GroupHead;
import org.conclave.api.storage.GroupMember;
import org.conclave.api.storage.GroupStateStore;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupStateStoreTest {
  private static final RowKey LEAF_0 = new RowKey(0, RowKey.Kind.APPLICATION);
  private static final RowKey LEAF_1 = new RowKey(1, RowKey.Kind.APPLICATION);
  private static final RowKey NODE_1 = new RowKey(1, RowKey.Kind.TREE_NODE);

  @TempDir Path folder;
  private StorageFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new StorageFixture(folder);
    write(
        s ->
            s.create(
                GROUP,
                snapshot(0, 0, 0),
                List.of(row(LEAF_0, "r0"), row(NODE_1, "n1")),
                fullTree(0),
                List.of(member(1, BOB), member(0, ALICE))));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void groupComesBackAsItWasCreated() throws Exception {
    assertThat(fixture.takeEvents()).containsExactly(new StoreEvent.RosterChanged(GROUP));
    fixture.reopen();
    read(
        s -> {
          assertThat(s.head(GROUP)).contains(new GroupHead(state(0), 1));
          assertThat(s.head(OTHER_GROUP)).isEmpty();
          assertThat(s.snapshot(GROUP, state(0))).contains(snapshot(0, 0, 0));
          assertThat(s.snapshot(OTHER_GROUP, state(0))).isEmpty();
          assertThat(s.rows(GROUP, state(0), List.of(NODE_1, LEAF_1, LEAF_0)))
              .containsExactly(row(NODE_1, "n1"), row(LEAF_0, "r0"));
          assertThat(s.tree(GROUP, tree(0))).containsExactly(fullTree(0));
          assertThat(s.members(GROUP)).containsExactly(member(0, ALICE), member(1, BOB));
        });
  }

  @Test
  void staleVersionIsRefusedAndNothingOfItsWorkStays() throws Exception {
    write(s -> assertThat(s.advance(GROUP, 1, state(0))).isEqualTo(new GroupHead(state(0), 2)));

    assertThatThrownBy(
            () ->
                write(
                    s -> {
                      s.change(
                          GROUP,
                          state(0),
                          new RowChanges(List.of(row(LEAF_0, "forked")), List.of()));
                      s.advance(GROUP, 1, state(0));
                    }))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.STALE_STATE));
    assertThatThrownBy(() -> write(s -> s.advance(OTHER_GROUP, 1, state(0))))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.STALE_STATE));
    read(
        s -> {
          assertThat(s.head(GROUP)).contains(new GroupHead(state(0), 2));
          assertThat(s.rows(GROUP, state(0), List.of(LEAF_0))).containsExactly(row(LEAF_0, "r0"));
        });
  }

  @Test
  void ofConcurrentAdvancesFromOneVersionExactlyOneWins() throws Exception {
    int threads = 8;
    int rounds = 25;
    AtomicInteger wins = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < rounds; round++) {
        long version = 1 + round;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> outcomes =
            java.util.stream.IntStream.range(0, threads)
                .mapToObj(
                    i ->
                        pool.submit(
                            () -> {
                              start.await();
                              return advanceFrom(version);
                            }))
                .toList();
        start.countDown();
        for (Future<Boolean> outcome : outcomes) {
          if (outcome.get(30, TimeUnit.SECONDS)) {
            wins.incrementAndGet();
          }
        }
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(wins).hasValue(rounds);
    read(s -> assertThat(s.head(GROUP)).contains(new GroupHead(state(0), 1 + rounds)));
  }

  @Test
  void joiningAgainInvalidatesWorkBegunBefore() throws Exception {
    write(
        s -> s.create(GROUP, snapshot(5, 5, 5), List.of(), fullTree(5), List.of(member(0, CAROL))));

    read(
        s -> {
          assertThat(s.head(GROUP)).contains(new GroupHead(state(5), 2));
          assertThat(s.members(GROUP)).containsExactly(member(0, CAROL));
        });
    assertThat(advanceFrom(1)).isFalse();
  }

  @Test
  void statesComeNewestEpochFirst() throws Exception {
    write(
        s -> {
          s.putSnapshot(GROUP, snapshot(2, 2, 0));
          s.putSnapshot(GROUP, snapshot(1, 1, 0));
          s.putSnapshot(GROUP, snapshot(3, 1, 0));
        });
    read(s -> assertThat(s.states(GROUP)).containsExactly(state(2), state(3), state(1), state(0)));
  }

  @Test
  void partsAreReplacedOneByOne() throws Exception {
    write(
        s -> {
          s.replaceSecrets(GROUP, state(0), secret("retired"));
          s.replacePending(GROUP, state(0), Bytes.EMPTY);
        });
    StateSnapshot before = snapshot(0, 0, 0);
    read(
        s ->
            assertThat(s.snapshot(GROUP, state(0)))
                .contains(
                    new StateSnapshot(
                        before.id(),
                        before.parent(),
                        before.epoch(),
                        before.epochPart(),
                        secret("retired"),
                        Bytes.EMPTY,
                        before.treeHash(),
                        before.epochAuthenticator(),
                        before.ownLeaf(),
                        before.createdAt())));
    assertThatThrownBy(() -> write(s -> s.replaceSecrets(GROUP, state(9), secret("x"))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rowsAreChangedAndDeleted() throws Exception {
    write(
        s ->
            s.change(
                GROUP,
                state(0),
                new RowChanges(List.of(row(LEAF_0, "r0'"), row(LEAF_1, "r1")), List.of(NODE_1))));
    read(
        s -> {
          assertThat(s.rows(GROUP, state(0), List.of(LEAF_0, LEAF_1, NODE_1)))
              .containsExactly(row(LEAF_0, "r0'"), row(LEAF_1, "r1"));
          assertThat(s.rows(GROUP, state(7), List.of(LEAF_0))).isEmpty();
        });
  }

  @Test
  void deletedStateTakesItsRowsAndOnlyTreesThatNobodyNeeds() throws Exception {
    TreeSegment onBase = new TreeSegment(tree(1), tree(0), Bytes.utf8("0 to 1"));
    TreeSegment onTop = new TreeSegment(tree(2), tree(1), Bytes.utf8("1 to 2"));
    TreeSegment side = new TreeSegment(tree(3), tree(0), Bytes.utf8("0 to 3"));
    write(
        s -> {
          s.putTree(GROUP, onBase);
          s.putTree(GROUP, onTop);
          s.putTree(GROUP, side);
          s.putSnapshot(GROUP, snapshot(2, 2, 2));
          s.putSnapshot(GROUP, snapshot(3, 1, 3));
        });
    write(
        s -> {
          s.deleteState(GROUP, state(0));
          s.deleteState(GROUP, state(3));
        });

    read(
        s -> {
          assertThat(s.tree(GROUP, tree(2))).containsExactly(fullTree(0), onBase, onTop);
          assertThat(s.tree(GROUP, tree(3))).isEmpty();
          assertThat(s.states(GROUP)).containsExactly(state(2));
        });
    assertThat(Tampering.count(fixture.file, "ratchet")).isZero();
  }

  @Test
  void treePutBeforeItsStateOutlivesADeletionInBetween() throws Exception {
    write(
        s -> {
          s.putTree(GROUP, fullTree(8));
          s.deleteState(GROUP, state(0));
          s.putSnapshot(GROUP, snapshot(8, 8, 8));
        });
    read(s -> assertThat(s.tree(GROUP, tree(8))).containsExactly(fullTree(8)));
  }

  @Test
  void chainWithAMissingLinkIsNoTree() throws Exception {
    write(s -> s.putTree(GROUP, new TreeSegment(tree(9), tree(8), Bytes.utf8("8 to 9"))));
    read(s -> assertThat(s.tree(GROUP, tree(9))).isEmpty());
  }

  @Test
  void rosterFollowsWhoJoinsAndLeaves() throws Exception {
    fixture.takeEvents();
    write(
        s -> {
          s.putMember(GROUP, member(2, CAROL));
          s.removeMember(GROUP, 1);
          s.removeMember(GROUP, 77);
        });
    write(s -> s.removeMember(GROUP, 77));
    read(s -> assertThat(s.members(GROUP)).containsExactly(member(0, ALICE), member(2, CAROL)));
    assertThat(fixture.takeEvents()).containsExactly(new StoreEvent.RosterChanged(GROUP));
  }

  private boolean advanceFrom(long version) throws Exception {
    try {
      write(s -> s.advance(GROUP, version, state(0)));
      return true;
    } catch (StorageException e) {
      assertThat(e.reason()).isEqualTo(StorageException.Reason.STALE_STATE);
      return false;
    }
  }

  private static Row row(RowKey key, String data) {
    return new Row(key, secret(data));
  }

  private static GroupMember member(int leaf, UserId user) {
    return new GroupMember(leaf, user, Bytes.utf8("credential"), Bytes.utf8("signature key"));
  }

  @FunctionalInterface
  private interface Use {
    void of(GroupStateStore store) throws StorageException;
  }

  private void write(Use use) throws StorageException {
    Writing.in(fixture, tx -> use.of(tx.groupStates()));
  }

  private void read(Use use) throws StorageException {
    fixture
        .storage()
        .<Object, RuntimeException>read(
            tx -> {
              use.of(tx.groupStates());
              return Boolean.TRUE;
            });
  }
}
