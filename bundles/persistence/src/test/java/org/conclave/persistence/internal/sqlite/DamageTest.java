package org.conclave.persistence.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.persistence.internal.sqlite.StorageFixture.ALICE;
import static org.conclave.persistence.internal.sqlite.StorageFixture.BOB;
import static org.conclave.persistence.internal.sqlite.StorageFixture.GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.START;
import static org.conclave.persistence.internal.sqlite.StorageFixture.fullTree;
import static org.conclave.persistence.internal.sqlite.StorageFixture.message;
import static org.conclave.persistence.internal.sqlite.StorageFixture.secret;
import static org.conclave.persistence.internal.sqlite.StorageFixture.snapshot;
import static org.conclave.persistence.internal.sqlite.StorageFixture.state;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.ProfileException;
import org.conclave.api.storage.StorageException;
import org.conclave.persistence.internal.seal.Sealer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamageTest {
  @TempDir Path folder;
  private StorageFixture fixture;

  @BeforeEach
  void fill() throws Exception {
    fixture = new StorageFixture(folder);
    Writing.in(
        fixture,
        tx -> {
          tx.conversations().create(GROUP, "Lunch", true, START);
          for (int i = 1; i <= 40; i++) {
            tx.messages().add(GROUP, message(i), ALICE, true, START, "text " + i, 1);
          }
          tx.keyValues().put("test", "a", secret("value of a"));
          tx.keyValues().put("test", "b", secret("value of b"));
          tx.groupStates().create(GROUP, snapshot(0, 0, 0), List.of(), fullTree(0), List.of());
        });
    fixture.close();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE message SET sealed = zeroblob(60) WHERE sequence = 7",
        "UPDATE message SET sealed = x'00' WHERE sequence = 7",
        "UPDATE message SET delivery = substr(delivery, 1, 20) WHERE sequence = 7",
        "UPDATE message SET sealed = (SELECT sealed FROM message WHERE sequence = 8)"
            + " WHERE sequence = 7"
      })
  void changedOrMovedValueIsDamaged(String tampering) throws Exception {
    Tampering.run(fixture.file, tampering);
    fixture.reopen();
    assertDamaged(this::messages);
    // What is not damaged can still be read.
    assertThat(
            fixture
                .storage()
                .<List<Message>, RuntimeException>read(tx -> tx.messages().after(GROUP, 7, 100)))
        .hasSize(33);
  }

  @Test
  void swappedKeyValuesAreDamaged() throws Exception {
    Tampering.run(
        fixture.file,
        "CREATE TEMP TABLE t AS SELECT key, sealed FROM key_value",
        "UPDATE key_value SET sealed = (SELECT sealed FROM t WHERE t.key <> key_value.key)");
    fixture.reopen();
    assertDamaged(() -> fixture.storage().read(tx -> tx.keyValues().get("test", "a")));
  }

  @Test
  void versionOfAGroupThatWasTurnedBackIsDamaged() throws Exception {
    fixture.reopen();
    Writing.in(fixture, tx -> tx.groupStates().advance(GROUP, 1, state(0)));
    fixture.close();
    Tampering.run(fixture.file, "UPDATE group_head SET version = 1");
    fixture.reopen();
    assertDamaged(() -> fixture.storage().read(tx -> tx.groupStates().head(GROUP)));
  }

  @Test
  void garbageIsDamagedAndLeftAsItIs() throws Exception {
    byte[] garbage = new byte[20_000];
    new Random(1).nextBytes(garbage);
    Files.write(fixture.file, garbage);
    assertCannotBeOpened(ProfileException.Reason.DAMAGED);
    assertThat(Files.readAllBytes(fixture.file)).isEqualTo(garbage);
  }

  @Test
  void emptyOrTruncatedFileIsDamaged() throws Exception {
    byte[] whole = Files.readAllBytes(fixture.file);
    for (int size : new int[] {0, 50, 4096, whole.length / 2, whole.length - 4096}) {
      byte[] cut = Arrays.copyOf(whole, size);
      Files.write(fixture.file, cut);
      assertCannotBeOpened(ProfileException.Reason.DAMAGED);
      assertThat(Files.readAllBytes(fixture.file)).isEqualTo(cut);
    }
  }

  @Test
  void overwrittenPageIsDamaged() throws Exception {
    byte[] whole = Files.readAllBytes(fixture.file);
    for (int page = 1; page < whole.length / 4096; page++) {
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, page * 4096, page * 4096 + 4096, (byte) 0x5a);
      Files.write(fixture.file, damaged);
      assertCannotBeOpened(ProfileException.Reason.DAMAGED);
    }
  }

  @Test
  void flippedBitNeverMakesAMessageOtherThanItWas() throws Exception {
    byte[] whole = Files.readAllBytes(fixture.file);
    fixture.reopen();
    List<Message> before = messages();
    fixture.close();
    Random random = new Random(7);
    int noticed = 0;
    for (int i = 0; i < 150; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(fixture.file, damaged);
      try {
        fixture.reopen();
        assertThat(messages()).isEqualTo(before);
      } catch (ProfileException | StorageException e) {
        noticed++;
      } finally {
        fixture.close();
      }
    }
    assertThat(noticed).isPositive();
  }

  @Test
  void databaseOfAnotherKeyIsDamaged() throws Exception {
    Sealer other = new Sealer(SecretBytes.wrap(new byte[32]));
    assertThatThrownBy(() -> SqliteStorage.open(fixture.file, other, fixture.clock, events -> {}))
        .isInstanceOfSatisfying(
            ProfileException.class,
            e -> assertThat(e.reason()).isEqualTo(ProfileException.Reason.DAMAGED));
  }

  @Test
  void authorOfARowCannotBeChangedByHand() throws Exception {
    Tampering.run(fixture.file, "UPDATE message SET author_id = x'00' WHERE sequence = 7");
    fixture.reopen();
    assertThat(messages().get(6).author()).isEqualTo(ALICE).isNotEqualTo(BOB);
  }

  private List<Message> messages() throws StorageException {
    return fixture
        .storage()
        .<List<Message>, RuntimeException>read(tx -> tx.messages().after(GROUP, 0, 100));
  }

  private void assertCannotBeOpened(ProfileException.Reason reason) {
    assertThatThrownBy(() -> fixture.reopen())
        .isInstanceOfSatisfying(
            ProfileException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static void assertDamaged(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.DAMAGED));
  }
}
