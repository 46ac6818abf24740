package org.conclave.onboarding.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Invitation;
import org.conclave.api.organisation.Invitation.State;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.statement.Accounts;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.Trust;
import org.conclave.onboarding.internal.statement.VerifiedCertificate;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.onboarding.internal.text.CodeText;
import org.conclave.proto.org.v1.InvitationText;

/** An invitation that this device issued, as it is kept in the profile. */
final class Issued {
  private static final String KIND = "issued";

  private final Instant at;
  private final String note;
  private final InvitationText text;
  private final VerifiedToken token;

  Issued(Instant at, String note, InvitationText text) {
    this.at = at;
    this.note = note;
    this.text = text;
    try {
      this.token = VerifiedToken.read(text.getToken(), Trust.NONE);
    } catch (InvalidStatementException own) {
      throw new IllegalStateException("peers would refuse what this device signed", own);
    }
  }

  VerifiedToken token() {
    return token;
  }

  String note() {
    return note;
  }

  void store(Transaction transaction) throws StorageException {
    Bytes name = Bytes.utf8(note);
    byte[] head = ByteBuffer.allocate(12).putLong(at.getEpochSecond()).putInt(name.size()).array();
    new OnboardingStore(transaction)
        .put(
            KIND,
            token.tokenId(),
            Bytes.wrap(head).concat(name).concat(Bytes.wrap(text.toByteArray())));
  }

  /** All, the newest first. */
  static List<Issued> all(Transaction transaction) throws StorageException {
    List<Issued> all = new ArrayList<>();
    for (Bytes stored : new OnboardingStore(transaction).all(KIND).values()) {
      all.add(decode(stored));
    }
    all.sort(
        Comparator.comparing((Issued issued) -> issued.at)
            .thenComparing(issued -> issued.token.authority().counter())
            .reversed());
    return all;
  }

  static Optional<Issued> find(Transaction transaction, Bytes tokenId) throws StorageException {
    Optional<Bytes> stored = new OnboardingStore(transaction).find(KIND, tokenId);
    return stored.isPresent() ? Optional.of(decode(stored.get())) : Optional.empty();
  }

  private static Issued decode(Bytes stored) throws StorageException {
    try {
      ByteBuffer head = stored.asByteBuffer();
      Instant at = Instant.ofEpochSecond(head.getLong());
      int name = head.getInt();
      return new Issued(
          at,
          stored.slice(12, 12 + name).toUtf8(),
          InvitationText.parseFrom(stored.slice(12 + name, stored.size()).asByteBuffer()));
    } catch (InvalidProtocolBufferException broken) {
      throw new StorageException(
          StorageException.Reason.DAMAGED, "A stored invitation cannot be read.", broken);
    }
  }

  Invitation invitation(Ledger ledger, Instant now) {
    Optional<UserId> user = usedBy(ledger);
    State state =
        ledger.tokenRevocation(token.hash(), token.authority()).isPresent()
            ? State.REVOKED
            : user.isPresent()
                ? State.USED
                : now.isAfter(token.notAfter()) ? State.EXPIRED : State.WAITING;
    return new Invitation(
        token.tokenId(),
        CodeText.INVITATION.encode(Octets.of(text.toByteString())),
        token.isOpen(),
        note,
        token.notAfter(),
        state,
        user);
  }

  private Optional<UserId> usedBy(Ledger ledger) {
    if (token.isOpen()) {
      return ledger.closing(token.hash()).map(VerifiedCertificate::user);
    }
    return token
        .account()
        .flatMap(account -> ledger.use(Accounts.user(account), token.hash()))
        .map(VerifiedGrant::user);
  }
}
