package org.conclave.persistence.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.conclave.persistence.internal.sqlite.StorageFixture.GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.OTHER_GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.envelope;
import static org.conclave.persistence.internal.sqlite.StorageFixture.state;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.storage.EnvelopeStore;
import org.conclave.api.storage.EpochHoldings;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.api.storage.StoredEnvelope.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvelopeStoreTest {
  @TempDir Path folder;
  private StorageFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new StorageFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void envelopeComesBackAsItWasPut() throws Exception {
    StoredEnvelope put = stored(1, 4, Status.PROCESSED);
    write(s -> s.put(put));
    fixture.reopen();
    read(
        s -> {
          assertThat(s.find(GROUP, envelope(1))).contains(put);
          assertThat(s.find(OTHER_GROUP, envelope(1))).isEmpty();
          assertThat(s.ids(GROUP, 4)).containsExactly(envelope(1));
          assertThat(s.ids(GROUP, 5)).isEmpty();
        });
    assertThat(fixture.takeEvents())
        .containsExactly(new StoreEvent.EnvelopeStored(GROUP, envelope(1)));
  }

  @Test
  void waitingNeverReplacesAnotherStatus() throws Exception {
    write(
        s -> {
          s.put(stored(1, 4, Status.PROCESSED));
          s.put(stored(2, 4, Status.REFUSED));
          s.put(stored(1, 4, Status.WAITING));
          s.put(stored(2, 4, Status.WAITING));
        });
    read(
        s -> {
          assertThat(s.find(GROUP, envelope(1)).orElseThrow().status()).isEqualTo(Status.PROCESSED);
          assertThat(s.find(GROUP, envelope(2)).orElseThrow().status()).isEqualTo(Status.REFUSED);
          assertThat(s.waiting(GROUP)).isZero();
        });
  }

  @Test
  void waitingEnvelopesAreFoundByTheirStateUntilProcessed() throws Exception {
    write(
        s -> {
          s.put(stored(2, 4, Status.WAITING));
          s.put(stored(1, 4, Status.WAITING));
          s.put(stored(3, 5, Status.WAITING));
        });
    assertThat(fixture.takeEvents()).isEmpty();
    read(
        s -> {
          assertThat(s.waiting(GROUP)).isEqualTo(3);
          assertThat(s.waitingFor(GROUP, state(4)))
              .containsExactly(stored(2, 4, Status.WAITING), stored(1, 4, Status.WAITING));
          assertThat(s.holdings(GROUP, 0)).isEmpty();
          assertThat(s.ids(GROUP, 4)).isEmpty();
        });

    write(s -> s.put(stored(2, 4, Status.PROCESSED)));

    read(
        s -> {
          assertThat(s.waitingFor(GROUP, state(4))).containsExactly(stored(1, 4, Status.WAITING));
          assertThat(s.ids(GROUP, 4)).containsExactly(envelope(2));
        });
    assertThat(fixture.takeEvents())
        .containsExactly(new StoreEvent.EnvelopeStored(GROUP, envelope(2)));
  }

  @Test
  void holdingsAlwaysEqualWhatTheProcessedEnvelopesAddUpTo() throws Exception {
    Random random = new Random(20260301);
    Map<Integer, StoredEnvelope> model = new TreeMap<>();
    for (int step = 0; step < 300; step++) {
      int number = random.nextInt(60);
      Status status = Status.values()[random.nextInt(3)];
      StoredEnvelope envelope = stored(number, number % 5, status);
      write(s -> s.put(envelope));
      if (status != Status.WAITING || !model.containsKey(number)) {
        model.put(number, envelope);
      }
    }
    for (long first : new long[] {0, 3, 9}) {
      read(s -> assertThat(s.holdings(GROUP, first)).isEqualTo(expected(model, first)));
    }

    write(s -> s.deleteBefore(GROUP, 2));

    read(
        s -> {
          assertThat(s.holdings(GROUP, 0)).isEqualTo(expected(model, 2));
          assertThat(s.find(GROUP, envelope(0))).isEmpty();
          assertThat(s.ids(GROUP, 1)).isEmpty();
        });
  }

  private static List<EpochHoldings> expected(Map<Integer, StoredEnvelope> model, long first) {
    Map<Long, byte[]> digests = new TreeMap<>();
    Map<Long, Integer> counts = new TreeMap<>();
    for (StoredEnvelope envelope : model.values()) {
      if (envelope.status() == Status.PROCESSED && envelope.epoch() >= first) {
        byte[] digest = digests.computeIfAbsent(envelope.epoch(), e -> new byte[EnvelopeId.SIZE]);
        for (int i = 0; i < digest.length; i++) {
          digest[i] ^= envelope.id().value().byteAt(i);
        }
        counts.merge(envelope.epoch(), 1, Integer::sum);
      }
    }
    List<EpochHoldings> holdings = new ArrayList<>();
    digests.forEach(
        (epoch, digest) ->
            holdings.add(new EpochHoldings(epoch, counts.get(epoch), Bytes.wrap(digest))));
    return holdings;
  }

  private static StoredEnvelope stored(int number, long epoch, Status status) {
    return new StoredEnvelope(
        GROUP,
        envelope(number),
        state((int) epoch),
        epoch,
        Bytes.utf8("ciphertext " + number),
        status);
  }

  @FunctionalInterface
  private interface Use {
    void of(EnvelopeStore store) throws StorageException;
  }

  private void write(Use use) throws StorageException {
    Writing.in(fixture, tx -> use.of(tx.envelopes()));
  }

  private void read(Use use) throws StorageException {
    fixture
        .storage()
        .<Object, RuntimeException>read(
            tx -> {
              use.of(tx.envelopes());
              return Boolean.TRUE;
            });
  }
}
