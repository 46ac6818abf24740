package org.conclave.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.conclave.persistence.internal.ProfileFixture.passphrase;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.KeyPackage;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowKey;
import org.conclave.api.engine.TreeSegment;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.StateId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.GroupMember;
import org.conclave.api.storage.OutboxRow.Item;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.api.storage.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Known values go through every store; then every file and every log line is searched for them. */
class CanaryTest {
  @TempDir Path parent;

  private final List<Bytes> canaries = new ArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Level usual = root.getLevel();

  @BeforeEach
  void listen() {
    log.start();
    root.addAppender(log);
    root.setLevel(Level.ALL);
  }

  @AfterEach
  void stopListening() {
    root.setLevel(usual);
    root.detachAppender(log);
  }

  @Test
  void nothingThatIsStoredCanBeFoundInAnyFileOrLog() throws Exception {
    Path directory = parent.resolve("profile");
    ProfileFixture fixture = new ProfileFixture(directory);
    canaries.add(Bytes.wrap(passphrase().toByteArray()));
    fixture.profile.create(passphrase());
    fixture.storage().write(this::fill);
    fixture.storage().write(this::fillTheLog);
    fixture.storage().write(this::provokeFailure);

    assertThat(directory.resolve("profile.db-wal")).isNotEmptyFile();
    assertNothingFound(directory);
    fixture.profile.lock();
    assertNothingFound(directory);
    fixture.profile.unlock(passphrase());
    assertThat(fixture.storage().<Integer, RuntimeException>read(tx -> tx.outbox().size()))
        .isEqualTo(2);
    fixture.profile.erase();
    fixture.close();
    assertNothingFound(directory);

    assertThat(canaries).hasSizeGreaterThan(40);
    assertThat(log.list).isNotEmpty();
    for (ILoggingEvent event : log.list) {
      String line =
          event.getFormattedMessage()
              + (event.getThrowableProxy() == null
                  ? ""
                  : ThrowableProxyUtil.asString(event.getThrowableProxy()));
      for (Bytes canary : canaries) {
        assertThat(line).doesNotContain(canary.toUtf8()).doesNotContain(canary.toHex());
      }
    }
  }

  @Test
  void searchFindsWhatIsThere() throws Exception {
    canary("x", 16);
    Files.write(parent.resolve("file"), canaries.get(0).toByteArray());
    assertThat(found(parent)).containsExactly(parent.resolve("file"));
  }

  private Object fill(Transaction tx) throws StorageException {
    GroupId group = new GroupId(canary("group", GroupId.SIZE));
    UserId author = new UserId(canary("author", UserId.SIZE));
    UserId recipient = new UserId(canary("recipient", UserId.SIZE));
    MessageId message = new MessageId(canary("message", MessageId.SIZE));
    EnvelopeId envelope = new EnvelopeId(canary("envelope", EnvelopeId.SIZE));
    StateId state = new StateId(canary("state", StateId.SIZE));
    Bytes tree = canary("tree", 32);
    Instant now = Instant.parse("2026-03-01T10:00:00Z");
    tx.keyValues().put(text("namespace"), text("key"), secret("value"));
    tx.ledger().add(canary("ledger-hash", 32), canary("ledger-entry", 200));
    tx.ledger().add(canary("superseded", 32), canary("old-entry", 200));
    tx.ledger()
        .replace(
            tx.ledger().hashes().get(1), canary("replacing", 32), canary("replaced-entry", 200));
    tx.audit()
        .append(
            AuditEvent.of(
                AuditEvent.Kind.MEMBER_ADMITTED, Map.of(text("detail"), text("audited"))));
    tx.conversations().expect(new GroupId(canary("awaited", GroupId.SIZE)), text("expected"), now);
    tx.conversations().create(group, text("name"), true, now);
    tx.conversations().rename(group, text("new-name"));
    tx.messages().add(group, message, author, true, now, text("content"), 1);
    tx.messages()
        .restore(
            group,
            new MessageId(canary("restored", MessageId.SIZE)),
            new UserId(canary("old-author", UserId.SIZE)),
            false,
            now,
            Instant.EPOCH,
            text("old-content"));
    tx.messages().deleteBefore(Instant.EPOCH.plusSeconds(1));
    tx.groupStates()
        .create(
            group,
            new StateSnapshot(
                state,
                Optional.of(new StateId(canary("parent", StateId.SIZE))),
                3,
                canary("part-E", 90),
                secret("part-S"),
                canary("part-P", 90),
                tree,
                canary("authenticator", 32),
                1,
                now),
            List.of(new Row(new RowKey(1, RowKey.Kind.TREE_NODE), secret("ratchet"))),
            new TreeSegment(tree, Bytes.EMPTY, canary("tree-data", 500)),
            List.of(
                new GroupMember(
                    0,
                    new UserId(canary("member", UserId.SIZE)),
                    canary("credential", 40),
                    canary("signature-key", 32))));
    tx.groupStates().replaceSecrets(group, state, secret("retired"));
    tx.groupStates().replacePending(group, state, canary("new-P", 60));
    tx.envelopes()
        .put(
            new StoredEnvelope(
                group,
                envelope,
                state,
                3,
                canary("ciphertext", 600),
                StoredEnvelope.Status.PROCESSED));
    Instant expiry = Instant.now().plus(Duration.ofDays(1));
    tx.outbox()
        .add(new Item.ToGroup(group, envelope, Optional.of(message)), Set.of(recipient), expiry);
    tx.outbox()
        .add(
            new Item.ToMember(
                new UserId(canary("direct", UserId.SIZE)), text("protocol"), canary("payload", 80)),
            Set.of(new UserId(canary("awaited", UserId.SIZE))),
            expiry);
    tx.keyPackages()
        .add(
            new KeyPackage(
                canary("reference", 32),
                canary("key-package", 300),
                secret("private-part"),
                false,
                new Lifetime(now, now.plusSeconds(60))));
    return Boolean.TRUE;
  }

  /** Replaced secrets have emptied the write-ahead log: put something into it again. */
  private Object fillTheLog(Transaction tx) throws StorageException {
    tx.ledger().add(canary("log-hash", 32), canary("log-entry", 5000));
    return Boolean.TRUE;
  }

  /** So that a failure is logged, or would be. */
  private Object provokeFailure(Transaction tx) {
    root.info("The log is listened to");
    try {
      tx.groupStates()
          .advance(
              new GroupId(canary("no-group", GroupId.SIZE)),
              7,
              new StateId(canary("no-state", StateId.SIZE)));
    } catch (StorageException e) {
      root.info("An expected failure", e);
    }
    return Boolean.TRUE;
  }

  private Bytes canary(String kind, int size) {
    StringBuilder text = new StringBuilder(kind + "-canary" + canaries.size() + "-");
    while (text.length() < size) {
      text.append((char) ('a' + text.length() % 26));
    }
    Bytes canary = Bytes.utf8(text.substring(0, size));
    canaries.add(canary.slice(0, Math.min(canary.size(), 14)));
    return canary;
  }

  private String text(String kind) {
    return canary(kind, 30).toUtf8();
  }

  private SecretBytes secret(String kind) {
    return SecretBytes.wrap(canary(kind, 48).toByteArray());
  }

  private void assertNothingFound(Path directory) throws Exception {
    assertThat(found(directory)).isEmpty();
  }

  private List<Path> found(Path directory) throws Exception {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (Bytes canary : canaries) {
          if (content.contains(canary.toUtf8()) || content.contains(canary.toHex())) {
            found.add(file);
          }
        }
      }
    }
    return found;
  }
}
