package org.conclave.persistence.internal.sqlite;

import java.time.Instant;
import java.util.Set;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.OutboxRow.Item;
import org.conclave.api.storage.StorageException;

/** The record of an outbox row: when it was made, and its item. */
final class OutboxItems {
  private OutboxItems() {}

  static byte[] encode(Item item, Instant createdAt) {
    RecordWriter out = new RecordWriter().instant(createdAt);
    if (item instanceof Item.ToGroup toGroup) {
      out.flag(true)
          .bytes(toGroup.group().value())
          .bytes(toGroup.envelope().value())
          .optional(toGroup.message().map(MessageId::value));
    } else if (item instanceof Item.ToMember toMember) {
      out.flag(false)
          .bytes(toMember.recipient().value())
          .text(toMember.protocol())
          .bytes(toMember.payload());
    }
    return out.done();
  }

  static OutboxRow decode(byte[] record, long id, Set<UserId> awaiting, Instant expiresAt)
      throws StorageException {
    return RecordReader.read(
        record,
        in -> {
          Instant createdAt = in.instant();
          Item item = in.flag() ? toGroup(in) : toMember(in);
          return new OutboxRow(id, item, awaiting, createdAt, expiresAt);
        });
  }

  private static Item toGroup(RecordReader in) {
    return new Item.ToGroup(
        new GroupId(in.bytes()), new EnvelopeId(in.bytes()), in.optional().map(MessageId::new));
  }

  private static Item toMember(RecordReader in) {
    return new Item.ToMember(new UserId(in.bytes()), in.text(), in.bytes());
  }
}
