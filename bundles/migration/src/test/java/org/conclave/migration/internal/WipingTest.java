package org.conclave.migration.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.conclave.migration.internal.Samples.passphrase;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.organisation.AccountMaterial;
import org.conclave.api.organisation.OrganisationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and payloads are wiped whatever becomes of a call; passphrases are their owner's. */
class WipingTest {
  @TempDir Path folder;
  private final SecretBytes words = passphrase(Machine.PASSPHRASE);
  private Path file;
  private Machine member;
  private Machine fresh;

  @BeforeEach
  void machines() throws Exception {
    file = folder.resolve("ada.backup");
    member = Machine.ofMember(2);
    fresh = new Machine();
  }

  @Test
  void whatWasExportedIsWiped() {
    assertWiped(member, () -> member.migration.export(file, words, true, told -> {}), 1);
  }

  @Test
  void whatCouldNotBeExportedIsWiped() {
    member.engine.breakDown();
    assertWiped(member, () -> member.migration.export(file, words, true, told -> {}), 1);
    member.account.failWith(OrganisationException.Reason.STORAGE);
    assertWiped(member, () -> member.migration.export(file, words, true, told -> {}), 1);
  }

  @Test
  void whatWasInspectedAndRestoredIsWiped() throws Exception {
    member.migration.export(file, words, true, told -> {});
    assertWiped(fresh, () -> fresh.migration.inspect(file, words, told -> {}), 1);
    assertWiped(fresh, () -> fresh.migration.restore(file, words, told -> {}), 2);
  }

  @Test
  void whatCouldNotBeRestoredIsWiped() throws Exception {
    member.migration.export(file, words, true, told -> {});
    fresh.profile.failAfter(4);
    assertWiped(fresh, () -> fresh.migration.restore(file, words, told -> {}), 1);
    fresh.account.failWith(OrganisationException.Reason.BACKUP_DAMAGED);
    assertWiped(fresh, () -> fresh.migration.restore(file, words, told -> {}), 2);
  }

  @Test
  void payloadThatIsNoneIsWiped() throws Exception {
    Files.write(file, SealingEngine.seal(new byte[] {8, 1, 16, 1}, words).toByteArray());
    assertThat(catchThrowable(() -> fresh.migration.restore(file, words, told -> {}))).isNotNull();
    assertThat(fresh.engine.payloads()).hasSize(1).allSatisfy(WipingTest::assertWiped);
  }

  private void assertWiped(Machine machine, ThrowingCallable call, int payloads) {
    Throwable unused = catchThrowable(call);
    List<AccountMaterial> seen = machine.account.seen();
    assertThat(seen).as("what was seen, %s", unused).isNotEmpty();
    for (AccountMaterial material : seen) {
      assertWiped(material.accountKey());
      material.rootKey().ifPresent(WipingTest::assertWiped);
    }
    assertThat(machine.engine.payloads()).hasSize(payloads).allSatisfy(WipingTest::assertWiped);
    assertThat(words).isEqualTo(passphrase(Machine.PASSPHRASE));
  }

  private static void assertWiped(SecretBytes secret) {
    assertThatThrownBy(secret::toByteArray).isInstanceOf(IllegalStateException.class);
  }
}
