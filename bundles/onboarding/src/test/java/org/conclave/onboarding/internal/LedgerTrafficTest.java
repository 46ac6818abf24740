package org.conclave.onboarding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.conclave.api.engine.SignatureKeyPair;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.Role;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.Trust;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.onboarding.internal.text.CodeText;
import org.conclave.proto.org.v1.InvitationText;
import org.conclave.proto.wire.v1.Redemption;
import org.junit.jupiter.api.Test;

/** What it costs two members to become equal again. */
class LedgerTrafficTest {
  private static final int MEMBERS = 5_000;
  private static final int MOST_BYTES = 64 * 1024;

  private final SecureRandom random = new SecureRandom();

  @Test
  void oneDifferenceAmongTenThousandCostsLessThan64KiB() throws Exception {
    try (Person ada = Person.founder("Ada");
        Person bo = ada.admits("Bo")) {
      Office office = new Office();
      Meeting.connect(office, ada, bo);
      List<UnverifiedEntry> many = new ArrayList<>();
      for (int i = 0; i < MEMBERS; i++) {
        many.addAll(newMember(ada, "Member " + i));
      }
      for (Person person : List.of(ada, bo)) {
        var keeper = person.session().keeper();
        keeper.absorb(keeper.verify(many).added());
      }
      assertThat(ada.session().ledger().size()).isGreaterThan(10_000);
      office.unplug(bo);
      ada.administration.beacon();
      office.plugIn(ada);
      office.plugIn(bo);
      office.bytes.set(0);
      office.requests.set(0);
      office.connect(ada, bo);
      for (int round = 0; round < 20; round++) {
        Meeting.settle(ada, bo);
      }
      assertThat(bo.session().ledger().head()).isEqualTo(ada.session().ledger().head());
      System.out.printf(
          "one difference among %d statements: %d bytes in %d requests%n",
          ada.session().ledger().size(), office.bytes.get(), office.requests.get());
      assertThat(office.bytes.get()).isPositive().isLessThan(MOST_BYTES);
    }
  }

  private List<UnverifiedEntry> newMember(Person ada, String name) throws Exception {
    try (SigningKey account = SigningKey.generate(random)) {
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
      InvitationText invitation =
          InvitationText.parseFrom(CodeText.INVITATION.decode(text).asByteBuffer());
      VerifiedToken token = VerifiedToken.read(invitation.getToken(), Trust.VERIFIED_BEFORE);
      SigningKey mls = SigningKey.generate(random);
      try (OwnKeys keys =
          OwnKeys.generate(random, new SignatureKeyPair(mls.publicKey(), mls.seed()))) {
        Redemption redemption =
            Redemption.newBuilder()
                .setToken(invitation.getToken())
                .setClaim(Statements.claim(token, account, keys, "", Optional.empty()))
                .build();
        return List.of(
            UnverifiedEntry.of(redemption),
            UnverifiedEntry.of(
                Statements.firstRecord(token.keys().id(), account, keys, Person.START)));
      }
    }
  }
}
