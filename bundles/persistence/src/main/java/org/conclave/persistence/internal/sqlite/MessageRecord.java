package org.conclave.persistence.internal.sqlite;

import java.time.Instant;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.StorageException;

/** What is sealed of a message: all but its place and how far it was delivered. */
record MessageRecord(
    MessageId id, UserId author, boolean own, Instant sentAt, Instant committedAt, String text) {
  private static final long MICROS_PER_HOUR = 3_600_000_000L;

  /** To the hour: finds the messages whose time is over, and tells no more than it has to. */
  static long hour(Instant committedAt) {
    return Math.floorDiv(RecordWriter.micros(committedAt), MICROS_PER_HOUR);
  }

  long hour() {
    return hour(committedAt);
  }

  byte[] sealed(UnitOfWork work, byte[] identity) {
    byte[] record =
        new RecordWriter()
            .bytes(id.value())
            .bytes(author.value())
            .flag(own)
            .instant(sentAt)
            .instant(committedAt)
            .text(text)
            .done();
    return work.column("message", "sealed").seal(identity, record);
  }

  static MessageRecord open(UnitOfWork work, byte[] identity, byte[] sealed)
      throws StorageException {
    return RecordReader.read(
        UnitOfWork.open(work.column("message", "sealed"), identity, sealed),
        in ->
            new MessageRecord(
                new MessageId(in.bytes()),
                new UserId(in.bytes()),
                in.flag(),
                in.instant(),
                in.instant(),
                in.text()));
  }

  /** Empty where it is damaged. */
  static Optional<MessageRecord> openIfSound(UnitOfWork work, byte[] identity, byte[] sealed) {
    try {
      return Optional.of(open(work, identity, sealed));
    } catch (StorageException e) {
      return Optional.empty();
    }
  }

  /** Stands in the place of a message whose time was over. */
  static byte[] gravestone(UnitOfWork work, byte[] identity) {
    return work.column("message", "deleted").seal(identity, Bytes.EMPTY.toByteArray());
  }

  /**
   * @throws StorageException DAMAGED if it is none
   */
  static void requireGravestone(UnitOfWork work, byte[] identity, byte[] sealed)
      throws StorageException {
    UnitOfWork.open(work.column("message", "deleted"), identity, sealed);
  }
}
