package org.conclave.onboarding.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.onboarding.internal.statement.Trust;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.onboarding.internal.text.CodeText;
import org.conclave.onboarding.internal.text.UnreadableTextException;
import org.conclave.proto.org.v1.Signed;

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
  VerifiedToken read(String text) throws OrganisationException {
    try {
      Bytes content = CodeText.INVITATION.decode(text);
      return VerifiedToken.read(Signed.parseFrom(content.asByteBuffer()), Trust.NONE);
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
      throw invalid.fault() == Fault.UNSUPPORTED ? tooNew(invalid) : tampered(invalid);
    }
  }

  /**
   * Checks that {@code account} may use the invitation now.
   *
   * @throws OrganisationException INVITATION_FOR_ANOTHER_PERSON, INVITATION_EXPIRED,
   *     INVITATION_NOT_YET_VALID, CLOCK
   */
  void usable(VerifiedToken token, Optional<Bytes> account) throws OrganisationException {
    if (!account.equals(Optional.of(token.account()))) {
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

  private static OrganisationException tampered(Exception cause) {
    return new OrganisationException(
        Reason.INVITATION_TAMPERED,
        "This invitation was changed after it was signed. It cannot be trusted and was not used."
            + " Ask the administrator for a new one on another way.",
        cause);
  }
}
