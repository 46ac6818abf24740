package org.conclave.persistence.internal.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.TreeSegment;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.StateId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.StoreEvent;
import org.conclave.persistence.internal.seal.Sealer;

/** A storage on a real file, with a clock that tests turn and the events that were published. */
final class StorageFixture implements AutoCloseable {
  static final GroupId GROUP = new GroupId(filled(GroupId.SIZE, 1));
  static final GroupId OTHER_GROUP = new GroupId(filled(GroupId.SIZE, 2));
  static final UserId ALICE = new UserId(filled(UserId.SIZE, 10));
  static final UserId BOB = new UserId(filled(UserId.SIZE, 11));
  static final UserId CAROL = new UserId(filled(UserId.SIZE, 12));
  static final Instant START = Instant.parse("2026-03-01T10:00:00.123456Z");

  final Path file;
  final TurnableClock clock = new TurnableClock(START);
  final List<List<StoreEvent>> commits = new CopyOnWriteArrayList<>();
  private SqliteStorage storage;

  StorageFixture(Path folder) throws Exception {
    this.file = folder.resolve("profile.db");
    Files.createFile(file);
    this.storage = SqliteStorage.create(file, sealer(), clock, commits::add);
  }

  static Sealer sealer() {
    return new Sealer(SecretBytes.wrap(filled(32, 77).toByteArray()));
  }

  static Bytes filled(int size, int value) {
    byte[] bytes = new byte[size];
    java.util.Arrays.fill(bytes, (byte) value);
    return Bytes.wrap(bytes);
  }

  static MessageId message(int number) {
    return new MessageId(numbered(MessageId.SIZE, number));
  }

  static EnvelopeId envelope(int number) {
    return new EnvelopeId(numbered(EnvelopeId.SIZE, number));
  }

  static StateId state(int number) {
    return new StateId(numbered(StateId.SIZE, number));
  }

  static UserId user(int number) {
    return new UserId(numbered(UserId.SIZE, number));
  }

  static Bytes tree(int number) {
    return numbered(32, number);
  }

  static TreeSegment fullTree(int number) {
    return new TreeSegment(tree(number), Bytes.EMPTY, Bytes.utf8("tree " + number));
  }

  static StateSnapshot snapshot(int number, long epoch, int tree) {
    return new StateSnapshot(
        state(number),
        number == 0 ? java.util.Optional.empty() : java.util.Optional.of(state(number - 1)),
        epoch,
        Bytes.utf8("part E " + number),
        secret("part S " + number),
        Bytes.utf8("part P " + number),
        tree(tree),
        numbered(32, 1000 + number),
        3,
        START);
  }

  static SecretBytes secret(String text) {
    return SecretBytes.wrap(Bytes.utf8(text).toByteArray());
  }

  SqliteStorage storage() {
    return storage;
  }

  void reopen() throws Exception {
    storage.close();
    storage = SqliteStorage.open(file, sealer(), clock, commits::add);
  }

  /** All events so far, which are then forgotten. */
  List<StoreEvent> takeEvents() {
    List<StoreEvent> events = new ArrayList<>();
    commits.forEach(events::addAll);
    commits.clear();
    return events;
  }

  @Override
  public void close() {
    storage.close();
  }

  private static Bytes numbered(int size, int number) {
    byte[] bytes = new byte[size];
    java.nio.ByteBuffer.wrap(bytes).putInt(size - Integer.BYTES, number);
    return Bytes.wrap(bytes);
  }
}
