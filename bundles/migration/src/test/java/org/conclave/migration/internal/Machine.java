package org.conclave.migration.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.StorageException;

/** A profile with everything that migration needs around it. */
final class Machine {
  static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  static final String PASSPHRASE = "gravel otter lantern seventeen quietly";

  final InMemoryProfile profile = new InMemoryProfile();
  final Account account = new Account(profile);
  final SealingEngine engine = new SealingEngine();
  final MigrationComponent migration =
      new MigrationComponent(
          profile,
          account::standing,
          account,
          Clock.fixed(NOW, ZoneOffset.UTC),
          Duration.ofMillis(1));

  Machine() {
    migration.bindEngine(engine);
  }

  /** A member of two groups with some history, and one that was removed from a third. */
  static Machine ofMember(int messages) throws StorageException {
    Machine machine = new Machine();
    machine.account.join();
    machine.profile.write(
        tx -> {
          for (int group = 1; group <= 3; group++) {
            tx.conversations().create(Samples.group(group), "Group " + group, true, NOW);
            for (int i = 0; i < messages; i++) {
              tx.messages()
                  .add(
                      Samples.group(group),
                      Samples.message(1_000 * group + i),
                      Samples.user(i % 3),
                      i % 3 == 0,
                      NOW.plusSeconds(i).plusNanos(123_000),
                      "message " + i + " to group " + group + ": Größe 🙂",
                      2);
            }
          }
          tx.conversations().setStatus(Samples.group(3), Conversation.Status.EVICTED);
          return true;
        });
    return machine;
  }
}
