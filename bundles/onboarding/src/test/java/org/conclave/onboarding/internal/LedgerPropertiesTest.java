package org.conclave.onboarding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.DelegationRequest;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.Role;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.onboarding.internal.ledger.LedgerKeeper;
import org.conclave.onboarding.internal.statement.EntryReader;
import org.conclave.onboarding.internal.statement.Trust;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.junit.jupiter.api.Test;

/**
 * A ledger is a set: whatever the order, the repetitions and the partitions in which statements of
 * every kind arrive, the same set means the same.
 */
class LedgerPropertiesTest {
  private static final int ORDERS = 25;

  /** What an organisation of six with delegates does in a random life, in one place. */
  private static List<Bytes> life(long seed) throws Exception {
    Random random = new Random(seed);
    List<Person> people = new ArrayList<>();
    Office office = new Office();
    Person ada = Person.founder("Ada");
    people.add(ada);
    try {
      for (String name : List.of("Bo", "Cy", "Di", "Ed", "Flo")) {
        Person person = ada.admits(name);
        people.add(person);
        Meeting.connect(office, ada, person);
      }
      for (int act = 0; act < 25; act++) {
        Person actor = people.get(random.nextInt(people.size()));
        Person object = people.get(random.nextInt(people.size()));
        tryTo(random.nextInt(7), random, actor, object);
        ada.clock.advance(Duration.ofHours(5));
        Meeting.settle(people.toArray(Person[]::new));
      }
      return ada.storage.ledgerEntries();
    } finally {
      people.forEach(Person::close);
    }
  }

  private static void tryTo(int act, Random random, Person actor, Person object) throws Exception {
    if (actor.session == null || object.session == null) {
      return;
    }
    ProfileAdministration by = actor.administration;
    UserId user = object.session().membership().user();
    try {
      switch (act) {
        case 0 ->
            by.delegate(
                new DelegationRequest(
                    user,
                    random.nextBoolean() ? "" : "North",
                    Set.of(Role.MEMBER),
                    random.nextBoolean(),
                    Duration.ofDays(1 + random.nextInt(20)),
                    5));
        case 1 -> by.revoke(user, false);
        case 2 -> by.revokeDevice(user, false);
        case 3 -> by.setPolicy(random.nextBoolean() ? "" : "North", policy(random));
        case 4 -> by.beacon();
        case 5 -> withdrawOne(by);
        default -> admitOne(by);
      }
    } catch (OrganisationException notAllowed) {
      assertThat(notAllowed.reason()).isNotEqualTo(OrganisationException.Reason.STORAGE);
    }
  }

  private static void withdrawOne(ProfileAdministration by) throws Exception {
    if (!by.delegations().isEmpty()) {
      by.withdraw(by.delegations().get(0).id());
    }
  }

  private static void admitOne(ProfileAdministration by) throws Exception {
    try (Person newcomer = new Person("New")) {
      String account = newcomer.organisation.accountCode().text();
      String invitation =
          by.invite(
                  new InvitationRequest(
                      Optional.of(account), "New", Role.MEMBER, "", Duration.ofHours(9), List.of()))
              .text();
      newcomer.organisation.join(invitation, "");
    }
  }

  private static SitePolicy policy(Random random) {
    return new SitePolicy(
        Map.of("files", SitePolicy.Feature.OFF),
        random.nextBoolean(),
        Optional.of(Duration.ofDays(1 + random.nextInt(9))),
        SitePolicy.GroupCreators.EVERYBODY,
        Duration.ofDays(2),
        Duration.ofDays(14),
        List.of());
  }

  private record Meaning(Bytes head, List<Member> members, List<String> rights, SitePolicy policy) {
    static Meaning of(LedgerKeeper keeper) {
      return new Meaning(
          keeper.ledger().head(),
          keeper.ledger().standings().stream()
              .map(standing -> standing.member(standing.grant().user()))
              .toList(),
          keeper.ledger().delegations().stream().map(Object::toString).toList(),
          keeper.ledger().policy("North"));
    }
  }

  private static LedgerKeeper keeper(EntryReader reader) throws Exception {
    LedgerKeeper keeper =
        new LedgerKeeper(new InMemoryStorage(), reader, (t, before, change) -> {}, added -> {});
    keeper.load();
    return keeper;
  }

  private static void learn(LedgerKeeper keeper, List<Bytes> some) throws Exception {
    List<UnverifiedEntry> entries = new ArrayList<>();
    for (Bytes bytes : some) {
      entries.add(UnverifiedEntry.parse(bytes));
    }
    LedgerKeeper.Absorption verified = keeper.verify(entries);
    assertThat(verified.invalid()).isZero();
    keeper.absorb(verified.added());
  }

  @Test
  void anyOrderRepetitionAndPartitionGivesTheSameMeaning() throws Exception {
    for (long seed = 1; seed <= 4; seed++) {
      List<Bytes> statements = life(seed);
      EntryReader reader = readerOf(statements);
      Random random = new Random(seed);
      Meaning expected = null;
      for (int order = 0; order < ORDERS; order++) {
        LedgerKeeper keeper = keeper(reader);
        List<Bytes> arrival = new ArrayList<>(statements);
        for (int again = 0; again < 10; again++) {
          arrival.add(statements.get(random.nextInt(statements.size())));
        }
        Collections.shuffle(arrival, random);
        for (int from = 0; from < arrival.size(); ) {
          int to = Math.min(arrival.size(), from + 1 + random.nextInt(12));
          learn(keeper, arrival.subList(from, to));
          from = to;
        }
        // What waited for something that came later is offered again, as reconciliation does.
        learn(keeper, arrival);
        Meaning meaning = Meaning.of(keeper);
        if (expected == null) {
          expected = meaning;
        }
        assertThat(meaning).as("life %d, order %d", seed, order).isEqualTo(expected);
      }
    }
  }

  private static EntryReader readerOf(List<Bytes> statements) throws Exception {
    for (Bytes bytes : statements) {
      UnverifiedEntry entry = UnverifiedEntry.parse(bytes);
      if (entry.entry().hasRedemption()) {
        return new EntryReader(
            VerifiedToken.read(entry.entry().getRedemption().getToken(), Trust.NONE).keys());
      }
    }
    throw new AssertionError("nobody was invited");
  }
}
