package org.conclave.persistence.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.conclave.persistence.internal.sqlite.StorageFixture.GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.fullTree;
import static org.conclave.persistence.internal.sqlite.StorageFixture.secret;
import static org.conclave.persistence.internal.sqlite.StorageFixture.snapshot;
import static org.conclave.persistence.internal.sqlite.StorageFixture.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.conclave.api.storage.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {
  @TempDir Path folder;
  private StorageFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new StorageFixture(folder);
    Writing.in(
        fixture,
        tx -> tx.groupStates().create(GROUP, snapshot(0, 0, 0), List.of(), fullTree(0), List.of()));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void secretsThatWereReplacedAreNowhereOnTheDisk() throws Exception {
    byte[] old = sealedSecrets();
    assertThat(onDisk(old)).isTrue();

    Writing.in(fixture, tx -> tx.groupStates().replaceSecrets(GROUP, state(0), secret("retired")));

    assertThat(onDisk(old)).isFalse();
    assertThat(onDisk(sealedSecrets())).isTrue();
  }

  @Test
  void secretsOfADeletedStateAreNowhereOnTheDisk() throws Exception {
    byte[] old = sealedSecrets();
    Writing.in(fixture, tx -> tx.groupStates().deleteState(GROUP, state(0)));
    assertThat(onDisk(old)).isFalse();
  }

  @Test
  void logThatAReaderHoldsIsEmptiedByALaterCommit() throws Exception {
    byte[] old = sealedSecrets();
    fixture
        .storage()
        .<Object, RuntimeException>read(
            tx -> {
              tx.groupStates().head(GROUP);
              Thread writer = new Thread(this::retire);
              writer.start();
              join(writer);
              return Boolean.TRUE;
            });
    assertThat(onDisk(old)).isTrue();
    Writing.in(fixture, tx -> tx.keyValues().put("test", "key", secret("later")));
    assertThat(onDisk(old)).isFalse();
  }

  @Test
  void logDoesNotGrowWithoutEnd() throws Exception {
    for (int i = 0; i < 300; i++) {
      int value = i;
      Writing.in(fixture, tx -> tx.keyValues().put("test", "key", secret("v" + value)));
    }
    assertThat(Files.size(folder.resolve("profile.db-wal"))).isLessThan(60 * 3 * 4200L);
  }

  private void retire() {
    try {
      Writing.in(
          fixture, tx -> tx.groupStates().replaceSecrets(GROUP, state(0), secret("retired")));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] sealedSecrets() throws Exception {
    return fixture
        .storage()
        .<byte[], RuntimeException>read(
            (Transaction tx) ->
                ((UnitOfWork) tx).list("SELECT secrets FROM state", row -> row.getBytes(1)).get(0));
  }

  private boolean onDisk(byte[] content) throws IOException {
    String wanted = new String(content, StandardCharsets.ISO_8859_1);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(wanted)) {
          return true;
        }
      }
    }
    return false;
  }
}
