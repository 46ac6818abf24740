package org.conclave.migration.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.migration.internal.Samples.passphrase;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.migration.BackupSummary;
import org.conclave.api.migration.MigrationException;
import org.conclave.api.migration.MigrationException.Reason;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.Message;
import org.conclave.migration.internal.InMemoryProfile.Content;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RestorationTest {
  @TempDir Path folder;
  private final Machine fresh = new Machine();
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("ada.backup");
  }

  @Test
  void everythingOfTheBackupIsInTheProfileAndNothingElse() throws Exception {
    Content before = exported(450);
    BackupSummary summary = restore();

    assertThat(fresh.account.standing()).isInstanceOf(OwnStanding.Active.class);
    Content after = fresh.profile.content();
    assertThat(after.values()).isEqualTo(before.values());
    assertThat(after.messages().equals(before.messages())).isTrue();
    assertThat(after.messages().stream().map(Message::sequence)).startsWith(1L, 2L, 3L);
    assertThat(after.conversations().keySet()).isEqualTo(before.conversations().keySet());
    assertThat(summary.messages()).isEqualTo(3 * 450);
    assertThat(summary.size()).isEqualTo(Files.size(file));
  }

  @Test
  void conversationsWaitToBeRejoinedAndThoseThatWereLeftStayLeft() throws Exception {
    exported(1);
    restore();
    assertThat(fresh.profile.content().conversations().values())
        .extracting(Conversation::status)
        .containsExactlyInAnyOrder(
            Conversation.Status.REJOINING,
            Conversation.Status.REJOINING,
            Conversation.Status.EVICTED);
  }

  @Test
  void restoreIsRecordedWithTheBackupsId() throws Exception {
    exported(1);
    restore();
    assertThat(fresh.profile.content().audited())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.kind()).isEqualTo(AuditEvent.Kind.ACCOUNT_RESTORED);
              assertThat(entry.details())
                  .containsEntry("backup", Samples.bytes(Limits.BACKUP_ID, 9).toHex())
                  .containsEntry("made", Machine.NOW.toString())
                  .containsEntry("messages", "3");
            });
  }

  @Test
  void inspectingSaysTheSameAndChangesNothing() throws Exception {
    exported(3);
    BackupSummary inspected =
        fresh.migration.inspect(file, passphrase(Machine.PASSPHRASE), perMille -> {});
    assertThat(fresh.profile.content()).isEqualTo(new Machine().profile.content());
    assertThat(restore()).isEqualTo(inspected);
  }

  @Test
  void diskThatFailsAtAnyChangeLeavesTheProfileAsItWasAndTheNextAttemptSucceeds() throws Exception {
    exported(4);
    Content before = fresh.profile.content();
    int changes = 0;
    for (boolean failed = true; failed; changes++) {
      fresh.profile.failAfter(changes);
      try {
        restore();
        failed = false;
      } catch (MigrationException e) {
        assertThat(e.reason()).isEqualTo(Reason.STORAGE);
        assertThat(fresh.profile.content()).as("at change %d", changes).isEqualTo(before);
      }
    }
    // The account, two steps for each of 3 conversations, 12 messages, the entry, the commit.
    assertThat(changes - 1).isEqualTo(1 + 6 + 12 + 1 + 1);
    assertThat(fresh.profile.content().messages()).hasSize(12);
  }

  @Test
  void interruptionAtAnyStepIsEitherTooLateOrChangesNothing() throws Exception {
    exported(120);
    List<Integer> steps = new ArrayList<>();
    Machine patient = new Machine();
    patient.migration.restore(file, passphrase(Machine.PASSPHRASE), steps::add);
    assertThat(steps).isSorted().doesNotHaveDuplicates().startsWith(0).endsWith(1_000);
    int refused = 0;
    for (int step : steps) {
      Machine next = new Machine();
      try {
        next.migration.restore(
            file,
            passphrase(Machine.PASSPHRASE),
            perMille -> {
              if (perMille == step) {
                Thread.currentThread().interrupt();
              }
            });
        assertThat(next.profile.content()).isEqualTo(patient.profile.content());
      } catch (MigrationException e) {
        refused++;
        assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(next.profile.content()).isEqualTo(new Machine().profile.content());
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
    }
    assertThat(refused).isGreaterThan(steps.size() / 2);
  }

  @Test
  void profileThatGaveUpAnEarlierRestoreTakesItsConversationsUpAgain() throws Exception {
    exported(3);
    restore();
    fresh.profile.write(
        tx -> {
          tx.keyValues().delete("onboarding", "account");
          return true;
        });
    assertThat(restore().messages()).isEqualTo(9);
    assertThat(fresh.profile.content().messages()).hasSize(9);
    assertThat(fresh.profile.content().conversations()).hasSize(3);
  }

  @Test
  void memberIsRefusedBeforeTheFileIsEvenRead() throws Exception {
    exported(1);
    fresh.account.join();
    assertThatThrownBy(this::restore)
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ALREADY_MEMBER));
    assertThat(fresh.engine.calls()).isZero();
  }

  private Content exported(int messages) throws Exception {
    Machine member = Machine.ofMember(messages);
    Content content = member.profile.content();
    member.migration.export(file, passphrase(Machine.PASSPHRASE), true, perMille -> {});
    return content;
  }

  private BackupSummary restore() throws MigrationException {
    return fresh.migration.restore(file, passphrase(Machine.PASSPHRASE), perMille -> {});
  }
}
