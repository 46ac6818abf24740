package org.conclave.onboarding.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.Trust;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.onboarding.internal.text.CodeText;
import org.conclave.onboarding.internal.text.UnreadableTextException;
import org.conclave.proto.org.v1.InvitationText;

/** Judges an invitation that a person pasted, and says what is wrong with it. */
final class InvitationCheck {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Duration CLOCK_FAR_OFF = Duration.ofDays(1);

  private final Clock clock;

  InvitationCheck(Clock clock) {
    this.clock = clock;
  }

  /**
   * The invitation that {@code text} carries, its signature verified.
   *
   * @throws OrganisationException INVITATION_UNREADABLE, INVITATION_TAMPERED
   */
  ReadInvitation read(String text) throws OrganisationException {
    try {
      Bytes content = CodeText.INVITATION.decode(text);
      InvitationText parsed = InvitationText.parseFrom(content.asByteBuffer());
      VerifiedToken token = VerifiedToken.read(parsed.getToken(), Trust.NONE);
      if (!token.isOpen()) {
        return new ReadInvitation(token, Optional.empty());
      }
      SecretBytes seed = SecretBytes.wrap(parsed.getInviteSeed().toByteArray());
      ReadInvitation open = new ReadInvitation(token, Optional.of(seed));
      if (!isKeyOf(token, seed)) {
        open.close();
        throw new OrganisationException(
            Reason.INVITATION_TAMPERED,
            "The secret in this open invitation is not the one that belongs to it. It was not used."
                + " Ask the administrator to send it again.");
      }
      return open;
    } catch (UnreadableTextException unreadable) {
      throw new OrganisationException(
          Reason.INVITATION_UNREADABLE,
          "This text is not a whole invitation. "
              + unreadable.getMessage()
              + " Copy it again, from CONCLAVE1: to its last character.",
          unreadable);
    } catch (InvalidProtocolBufferException broken) {
      throw tampered(broken);
    } catch (InvalidStatementException invalid) {
      throw switch (invalid.fault()) {
        case UNSUPPORTED -> tooNew(invalid);
        case SIGNER, BEYOND_AUTHORITY -> wrongSigner(invalid);
        default -> tampered(invalid);
      };
    }
  }

  private static boolean isKeyOf(VerifiedToken token, SecretBytes seed) {
    if (seed.size() != Ed25519.SECRET_KEY_SIZE) {
      return false;
    }
    try (SigningKey key = SigningKey.ofSeed(seed.copy())) {
      return token.use() instanceof VerifiedToken.Use.Open open
          && key.publicKey().equals(open.inviteKey());
    }
  }

  /**
   * Checks that {@code account} may use the invitation now; an open one anybody may.
   *
   * @throws OrganisationException INVITATION_FOR_ANOTHER_PERSON, INVITATION_EXPIRED,
   *     INVITATION_NOT_YET_VALID, CLOCK
   */
  void usable(VerifiedToken token, Optional<Bytes> account) throws OrganisationException {
    if (!token.isOpen() && !account.equals(token.account())) {
      throw new OrganisationException(
          Reason.INVITATION_FOR_ANOTHER_PERSON,
          "This invitation was made for another account than the one on this device. It cannot be"
              + " used here. Send the account code that this device shows to the administrator and"
              + " ask for an invitation for it.");
    }
    Instant now = clock.instant();
    if (now.isAfter(token.notAfter())) {
      throw new OrganisationException(
          Reason.INVITATION_EXPIRED,
          "This invitation ended on "
              + TIME.format(token.notAfter())
              + "; this device's clock says "
              + TIME.format(now)
              + ". Ask the administrator for a new one, or set the clock if it is wrong.");
    }
    if (now.isBefore(token.notBefore())) {
      throw early(token.notBefore(), now);
    }
  }

  /** An invitation begins when it is made: a clock that says otherwise is behind. */
  private static OrganisationException early(Instant notBefore, Instant now) {
    Duration behind = Duration.between(now, notBefore);
    String times =
        "It is valid from "
            + TIME.format(notBefore)
            + ", and this device's clock says "
            + TIME.format(now)
            + ".";
    if (behind.compareTo(CLOCK_FAR_OFF) > 0) {
      return new OrganisationException(
          Reason.CLOCK,
          "The clock of this device is wrong by more than a day. "
              + times
              + " Nothing works safely with a wrong clock. Set date and time, then try again.");
    }
    return new OrganisationException(
        Reason.INVITATION_NOT_YET_VALID,
        "This invitation is not valid yet. "
            + times
            + " Check date, time and time zone of this device, or wait until then.");
  }

  private static OrganisationException tooNew(Exception cause) {
    return new OrganisationException(
        Reason.INVITATION_UNREADABLE,
        "This invitation is of a kind that this version of Conclave does not know. Update Conclave,"
            + " or ask the administrator for an invitation for your account code.",
        cause);
  }

  private static OrganisationException wrongSigner(Exception cause) {
    return new OrganisationException(
        Reason.INVITATION_WRONG_SIGNATURE,
        "This invitation is signed by somebody who has no right to invite in this way. It was not"
            + " used. Tell the administrator of the organisation, and ask for another one.",
        cause);
  }

  private static OrganisationException tampered(Exception cause) {
    return new OrganisationException(
        Reason.INVITATION_TAMPERED,
        "This invitation was changed after it was signed. It cannot be trusted and was not used."
            + " Ask the administrator for a new one on another way.",
        cause);
  }
}
