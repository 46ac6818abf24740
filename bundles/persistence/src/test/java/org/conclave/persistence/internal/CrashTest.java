package org.conclave.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.persistence.internal.ProfileFixture.passphrase;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.ProfileException;
import org.conclave.api.storage.ProfileStatus;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another process has the profile, and is killed as by a power cut (SIGKILL). */
@Timeout(120)
class CrashTest {
  private static final int KILLS = 4;

  @TempDir Path parent;

  @Test
  void everyCommitIsThereAndNoneHalfAfterAKill() throws Exception {
    Path directory = parent.resolve("profile");
    ProfileFixture fixture = new ProfileFixture(directory);
    fixture.profile.create(passphrase());
    fixture.storage().write(CrashingWriter::prepare);
    fixture.close();
    long last = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      last = writeUntilKilled(directory, last + 25L * kill);
      ProfileFixture after = new ProfileFixture(directory);
      after.profile.unlock(passphrase());
      long committed = after.storage().read(CrashingWriter::verifyWhole);
      // One more may have been committed than was reported before the kill.
      assertThat(committed).isBetween(last, last + 1);
      List<Message> history =
          after
              .storage()
              .read(tx -> tx.messages().after(CrashingWriter.GROUP, 0, Integer.MAX_VALUE));
      assertThat(history).hasSize((int) committed);
      after.close();
      last = committed;
    }
  }

  @Test
  void erasureThatIsKilledIsEndedByTheNextStartOrHasNotBegun() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      Path directory = parent.resolve("erased" + kill);
      ProfileFixture fixture = new ProfileFixture(directory);
      fixture.profile.create(passphrase());
      fixture.storage().write(CrashTest::putMuch);
      fixture.close();
      Process eraser = start(directory, "erase");
      try (BufferedReader out = output(eraser)) {
        assertThat(out.readLine()).isEqualTo("erasing");
        // The first is killed at once, the next ones later and later into the work.
        eraser.waitFor(4L * kill, TimeUnit.MILLISECONDS);
      } finally {
        kill(eraser);
      }

      ProfileFixture after = new ProfileFixture(directory);
      if (after.profile.status() == ProfileStatus.ABSENT) {
        try (Stream<Path> left = Files.list(directory)) {
          assertThat(left.filter(file -> !file.endsWith("profile.lock"))).isEmpty();
        }
      } else {
        after.profile.unlock(passphrase());
        assertThat(
                after.storage().<Integer, StorageException>read(tx -> tx.ledger().hashes().size()))
            .isEqualTo(1);
      }
      after.close();
    }
  }

  private static Object putMuch(Transaction tx) throws StorageException {
    return tx.ledger().add(Bytes.utf8("hash"), Bytes.wrap(new byte[32 << 20]));
  }

  @Test
  void profileOfARunningProcessIsInUseAndFreeOnceItIsKilled() throws Exception {
    Path directory = parent.resolve("profile");
    ProfileFixture fixture = new ProfileFixture(directory);
    fixture.profile.create(passphrase());
    fixture.storage().write(CrashingWriter::prepare);
    fixture.profile.lock();
    Process other = start(directory);
    try (BufferedReader out = output(other)) {
      assertThat(out.readLine()).isEqualTo("1");
      assertThatThrownBy(() -> fixture.profile.unlock(passphrase()))
          .isInstanceOfSatisfying(
              ProfileException.class,
              e -> assertThat(e.reason()).isEqualTo(ProfileException.Reason.IN_USE));
    } finally {
      kill(other);
    }
    fixture.profile.unlock(passphrase());
    fixture.close();
  }

  /** The number of the last commit that the process reported. */
  private static long writeUntilKilled(Path directory, long until) throws Exception {
    Process writer = start(directory);
    long last = 0;
    try (BufferedReader out = output(writer)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = Long.parseLong(line);
        if (last == until) {
          // Not Process.destroyForcibly: that throws away what the process has printed.
          writer.toHandle().destroyForcibly();
        }
      }
    } finally {
      kill(writer);
    }
    assertThat(last).isGreaterThanOrEqualTo(until);
    return last;
  }

  private static Process start(Path directory, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CrashingWriter.class.getName(),
                directory.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  private static void kill(Process process) throws Exception {
    process.destroyForcibly();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }
}
