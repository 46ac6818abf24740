package org.conclave.onboarding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.SignatureKeyPair;
import org.conclave.api.organisation.DeviceState;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Role;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.ledger.LedgerKeeper;
import org.conclave.onboarding.internal.ledger.Standing;
import org.conclave.onboarding.internal.statement.EntryReader;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.StatementKind;
import org.conclave.onboarding.internal.statement.Trust;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.onboarding.internal.text.CodeText;
import org.conclave.proto.org.v1.DeviceRecord;
import org.conclave.proto.org.v1.InvitationText;
import org.conclave.proto.org.v1.Signed;
import org.conclave.proto.wire.v1.LedgerEntry;
import org.conclave.proto.wire.v1.Redemption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Any two peers that know the same entries agree, whatever the order of arrival. */
class LedgerConvergenceTest {
  private final SecureRandom secure = new SecureRandom();
  private final List<UnverifiedEntry> entries = new ArrayList<>();
  private Person ada;
  private EntryReader reader;

  @BeforeEach
  void found() throws Exception {
    ada = Person.founder("Ada");
    reader = new EntryReader(ada.session().place().keys());
    entries.add(UnverifiedEntry.parse(ada.session().place().grant()));
    entries.add(UnverifiedEntry.parse(ada.session().place().record().orElseThrow()));
  }

  @AfterEach
  void close() {
    ada.close();
  }

  private Signed invite(SigningKey account, String name) throws Exception {
    String text =
        ada.administration
            .invite(
                new InvitationRequest(
                    Optional.of(CodeText.ACCOUNT.encode(account.publicKey())),
                    name,
                    Role.MEMBER,
                    "",
                    Duration.ofDays(1),
                    List.of()))
            .text();
    return InvitationText.parseFrom(CodeText.INVITATION.decode(text).asByteBuffer()).getToken();
  }

  private OwnKeys newDevice() {
    SigningKey mls = SigningKey.generate(secure);
    return OwnKeys.generate(secure, new SignatureKeyPair(mls.publicKey(), mls.seed()));
  }

  /** One use of an invitation: what the ledger gets of a newcomer's device. */
  private OwnKeys use(Signed invitation, SigningKey account) throws Exception {
    OwnKeys keys = newDevice();
    VerifiedToken token = VerifiedToken.read(invitation, Trust.NONE);
    Redemption redemption =
        Redemption.newBuilder()
            .setToken(invitation)
            .setClaim(Statements.claim(token, account, keys, "", Optional.empty()))
            .build();
    Signed record = Statements.firstRecord(token.keys().id(), account, keys, Person.START);
    entries.add(UnverifiedEntry.of(redemption));
    entries.add(UnverifiedEntry.of(record));
    return keys;
  }

  private void takeOver(SigningKey account, long epoch) throws Exception {
    OwnKeys keys = newDevice();
    Signed first = Statements.firstRecord(reader.keys().id(), account, keys, Person.START);
    DeviceRecord record =
        DeviceRecord.parseFrom(first.getPayload()).toBuilder()
            .setDeviceEpoch(epoch)
            .setPreviousHash(ByteString.copyFrom(new byte[32]))
            .setReason(DeviceRecord.Reason.TAKEOVER)
            .build();
    entries.add(UnverifiedEntry.of(StatementKind.RECORD.sign(record, account, keys.device())));
  }

  private void populate() throws Exception {
    for (String name : List.of("Bo", "Cy", "Di", "Ed", "Flo")) {
      SigningKey account = SigningKey.generate(secure);
      Signed invitation = invite(account, name);
      use(invitation, account);
      switch (name) {
        case "Cy" -> use(invitation, account);
        case "Di" -> {
          takeOver(account, 2);
          takeOver(account, 3);
          takeOver(account, 3);
          takeOver(account, 3);
        }
        case "Ed" -> use(invite(account, "Edward"), account);
        case "Flo" -> {
          use(invitation, account);
          use(invitation, account);
          takeOver(account, 2);
        }
        default -> assertThat(name).isEqualTo("Bo");
      }
    }
  }

  private record Outcome(Bytes head, List<Bytes> hashes, List<Member> members) {
    static Outcome of(LedgerKeeper keeper) {
      return new Outcome(
          keeper.ledger().head(),
          keeper.ledger().hashes(),
          keeper.ledger().standings().stream()
              .map(standing -> standing.member(standing.grant().user()))
              .toList());
    }
  }

  private LedgerKeeper keeper(InMemoryStorage storage) throws StorageException {
    LedgerKeeper keeper = new LedgerKeeper(storage, reader, (t, before, change) -> {}, added -> {});
    keeper.load();
    return keeper;
  }

  private static void learn(LedgerKeeper keeper, List<UnverifiedEntry> some) throws Exception {
    LedgerKeeper.Absorption verified = keeper.verify(some);
    assertThat(verified.invalid()).isZero();
    keeper.absorb(verified.added());
  }

  @Test
  void everyOrderGroupingAndRepetitionGivesTheSameLedger() throws Exception {
    populate();
    LedgerKeeper reference = keeper(new InMemoryStorage());
    learn(reference, entries);
    Outcome expected = Outcome.of(reference);
    assertThat(expected.members())
        .hasSize(6)
        .allMatch(member -> member.device().isPresent() == !member.name().equals("Di"));
    assertThat(expected.members())
        .filteredOn(member -> member.name().equals("Di"))
        .allMatch(member -> member.deviceState() == DeviceState.CONFLICT);

    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      List<UnverifiedEntry> arrival = new ArrayList<>(entries);
      for (int i = 0; i < 5; i++) {
        arrival.add(entries.get(random.nextInt(entries.size())));
      }
      Collections.shuffle(arrival, random);
      InMemoryStorage storage = new InMemoryStorage();
      LedgerKeeper keeper = keeper(storage);
      for (int from = 0; from < arrival.size(); ) {
        int to = Math.min(arrival.size(), from + 1 + random.nextInt(4));
        learn(keeper, arrival.subList(from, to));
        from = to;
      }
      assertThat(Outcome.of(keeper)).as("seed %d", seed).isEqualTo(expected);
      assertThat(Outcome.of(keeper(storage))).as("restarted, seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void bothSidesOfAConflictAreKeptAndNoMore() throws Exception {
    SigningKey account = SigningKey.generate(secure);
    Signed invitation = invite(account, "Bo");
    for (int i = 0; i < 4; i++) {
      use(invitation, account);
    }
    LedgerKeeper keeper = keeper(new InMemoryStorage());
    learn(keeper, entries);
    assertThat(keeper.ledger().hashes())
        .as("founder's two, two claims, two first records")
        .hasSize(6);
  }

  @Test
  void aHostileMemberCannotFillTheSet() throws Exception {
    SigningKey account = SigningKey.generate(secure);
    use(invite(account, "Bo"), account);
    for (int i = 0; i < 40; i++) {
      takeOver(account, 2);
    }
    InMemoryStorage storage = new InMemoryStorage();
    LedgerKeeper keeper = keeper(storage);
    for (UnverifiedEntry entry : entries) {
      learn(keeper, List.of(entry));
    }
    assertThat(storage.ledgerEntries()).hasSizeLessThanOrEqualTo(4 + 8);
    assertThat(keeper.ledger().hashes()).hasSize(4 + 2);
  }

  @Test
  void recordsWaitForWhatMakesTheirUserAMember() throws Exception {
    SigningKey account = SigningKey.generate(secure);
    use(invite(account, "Bo"), account);
    LedgerKeeper keeper = keeper(new InMemoryStorage());
    learn(keeper, entries.subList(3, 4));
    assertThat(keeper.ledger().hashes()).isEmpty();
    learn(keeper, entries.subList(2, 3));
    Optional<Standing> bo = keeper.ledger().standings().stream().findFirst();
    assertThat(bo.flatMap(Standing::record)).isPresent();
  }

  @Test
  void invalidEntriesAreDroppedCountedAndNotVerifiedAgain() throws Exception {
    populate();
    LedgerKeeper keeper = keeper(new InMemoryStorage());
    List<UnverifiedEntry> forged = new ArrayList<>();
    for (UnverifiedEntry entry : entries) {
      byte[] changed = entry.bytes().toByteArray();
      changed[changed.length - 3] ^= 1;
      forged.add(UnverifiedEntry.parse(Bytes.wrap(changed)));
    }
    assertThat(keeper.verify(forged).added()).isEmpty();
    assertThat(keeper.invalidEntries()).isEqualTo(forged.size());
    assertThat(keeper.verify(forged).invalid()).isEqualTo(forged.size());
    assertThat(keeper.invalidEntries()).as("known to be bad").isEqualTo(forged.size());
    assertThat(keeper.ledger().hashes()).isEmpty();
  }

  @Test
  void anotherWrappingOfAStatementIsTheSameEntry() throws Exception {
    UnverifiedEntry record = entries.get(1);
    byte[] unknownField = {(byte) 0xa2, 0x06, 1, 7};
    Bytes padded = record.bytes().concat(Bytes.wrap(unknownField));
    assertThat(LedgerEntry.parseFrom(padded.asByteBuffer()).getUnknownFields().asMap())
        .isNotEmpty();
    assertThat(UnverifiedEntry.parse(padded)).isEqualTo(record);
  }

  @Test
  void aDiskThatFailsLeavesTheLedgerAsItWas() throws Exception {
    populate();
    InMemoryStorage storage = new InMemoryStorage();
    LedgerKeeper keeper = keeper(storage);
    learn(keeper, entries.subList(0, 4));
    Outcome before = Outcome.of(keeper);
    storage.failAfter(1);
    List<VerifiedEntry> more = keeper.verify(entries).added();
    assertThatThrownBy(() -> keeper.absorb(more)).isInstanceOf(StorageException.class);
    assertThat(Outcome.of(keeper)).isEqualTo(before);
    assertThat(Outcome.of(keeper(storage))).isEqualTo(before);
    storage.repair();
    keeper.absorb(more);
    assertThat(keeper.ledger().standings()).hasSize(6);
  }
}
