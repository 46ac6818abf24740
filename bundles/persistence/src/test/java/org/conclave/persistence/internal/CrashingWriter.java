package org.conclave.persistence.internal;

import static org.conclave.persistence.internal.ProfileFixture.passphrase;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.engine.RowKey;
import org.conclave.api.engine.TreeSegment;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.StateId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.GroupHead;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.api.storage.Transaction;

/**
 * A process that sends one message after the other, each with its state, envelope and outbox row,
 * and prints the number of each once it is committed. It runs until it is killed. With a second
 * argument it erases the profile instead.
 */
final class CrashingWriter {
  static final GroupId GROUP = new GroupId(numbered(GroupId.SIZE, 1));

  private static final UserId AUTHOR = new UserId(numbered(UserId.SIZE, 2));
  private static final UserId RECIPIENT = new UserId(numbered(UserId.SIZE, 3));
  private static final StateId STATE = StateId.initial(GROUP);
  private static final RowKey RATCHET = new RowKey(0, RowKey.Kind.APPLICATION);

  private CrashingWriter() {}

  public static void main(String[] arguments) throws Exception {
    ProfileFixture fixture = new ProfileFixture(Path.of(arguments[0]));
    if (arguments.length > 1) {
      System.out.println("erasing");
      System.out.flush();
      fixture.profile.erase();
      return;
    }
    fixture.profile.unlock(passphrase());
    while (true) {
      System.out.println(fixture.storage().write(CrashingWriter::send));
      System.out.flush();
    }
  }

  static Object prepare(Transaction tx) throws StorageException {
    Instant now = Instant.EPOCH;
    Bytes tree = numbered(32, 9);
    StateSnapshot state =
        new StateSnapshot(STATE, Optional.empty(), 0, tree, secret(0), tree, tree, tree, 0, now);
    tx.conversations().create(GROUP, "Lunch", true, now);
    tx.groupStates()
        .create(
            GROUP,
            state,
            List.of(new Row(RATCHET, secret(0))),
            new TreeSegment(tree, Bytes.EMPTY, tree),
            List.of());
    return Boolean.TRUE;
  }

  private static long send(Transaction tx) throws StorageException {
    GroupHead head = tx.groupStates().head(GROUP).orElseThrow();
    int number = (int) head.version();
    tx.groupStates().advance(GROUP, head.version(), head.tip());
    tx.groupStates()
        .change(GROUP, STATE, new RowChanges(List.of(new Row(RATCHET, secret(number))), List.of()));
    MessageId message = new MessageId(numbered(MessageId.SIZE, number));
    EnvelopeId envelope = new EnvelopeId(numbered(EnvelopeId.SIZE, number));
    tx.messages().add(GROUP, message, AUTHOR, true, Instant.EPOCH, "message " + number, 1);
    tx.envelopes()
        .put(
            new StoredEnvelope(
                GROUP, envelope, STATE, 0, numbered(600, number), StoredEnvelope.Status.PROCESSED));
    tx.audit().append(AuditEvent.of(AuditEvent.Kind.DEVICE_CHANGED, Map.of("number", "" + number)));
    tx.outbox()
        .add(
            new OutboxRow.Item.ToGroup(GROUP, envelope, Optional.of(message)),
            Set.of(RECIPIENT),
            Instant.now().plus(Duration.ofDays(14)));
    return number;
  }

  /** How many were sent, if every store says the same. */
  static long verifyWhole(Transaction tx) throws StorageException {
    long sent = tx.groupStates().head(GROUP).orElseThrow().version() - 1;
    SecretBytes ratchet = tx.groupStates().rows(GROUP, STATE, List.of(RATCHET)).get(0).data();
    require(ratchet.equals(secret((int) sent)), "ratchet");
    require(tx.messages().count(GROUP) == sent, "messages");
    require(tx.envelopes().ids(GROUP, 0).size() == sent, "envelopes");
    require(sent == 0 || tx.envelopes().holdings(GROUP, 0).get(0).count() == sent, "holdings");
    require(tx.outbox().size() == sent, "outbox");
    require(tx.audit().count() == sent, "audit");
    require(tx.audit().after(0, Integer.MAX_VALUE).size() == sent, "rows of the audit log");
    return sent;
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("half a transaction: " + what);
    }
  }

  private static SecretBytes secret(int number) {
    return SecretBytes.wrap(numbered(32, number).toByteArray());
  }

  private static Bytes numbered(int size, int number) {
    byte[] bytes = new byte[size];
    ByteBuffer.wrap(bytes).putInt(0, number);
    return Bytes.wrap(bytes);
  }
}
