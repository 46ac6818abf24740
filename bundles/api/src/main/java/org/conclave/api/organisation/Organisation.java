package org.conclave.api.organisation;

import java.util.List;
import java.util.Optional;
import org.conclave.api.identity.UserId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The organisation that this profile belongs to, or could. Registered while the profile is unlocked
 * and onboarding runs. Calls may block on disk and engine; never call them on an event thread.
 * Everything is committed when a call returns.
 */
@ProviderType
public interface Organisation {
  /** Empty until the profile has founded or joined an organisation. */
  Optional<OrganisationInfo> info();

  /**
   * This person's account code, {@code CONCLAVEID1:…}: the fingerprint-bearing public account key,
   * to be handed to an administrator on a way that the administrator trusts. Makes the account key
   * on the first call; the same ever after.
   */
  AccountCode accountCode() throws OrganisationException;

  /**
   * Founds an organisation: root, recovery, account, device and MLS keys, the founder's certificate
   * and device record.
   *
   * @return with the recovery code, which is shown once and kept nowhere
   * @throws OrganisationException ALREADY_MEMBER, INVALID_NAME, ENGINE, STORAGE
   */
  Founded found(String organisationName, String memberName) throws OrganisationException;

  /** What an invitation says, verified as far as it can be without joining. */
  InvitationPreview preview(String invitationText) throws OrganisationException;

  /**
   * Accepts an invitation: verifies it, makes the device's keys and commits the redemption. Works
   * offline; peers learn of it at the first connection. With an open invitation the profile is
   * {@link OwnStanding.Waiting} until an administrator has confirmed it.
   *
   * @param ownName what the newcomer calls themselves where the invitation is open; ignored where
   *     it names the newcomer
   * @throws OrganisationException one of the invitation's own reasons, ALREADY_MEMBER,
   *     INVALID_NAME, ENGINE, STORAGE
   */
  OwnStanding join(String invitationText, String ownName) throws OrganisationException;

  /**
   * Takes back an open invitation's claim that nobody has confirmed, or a restored account that
   * waits: the profile belongs to no organisation afterwards, and keeps its account key.
   *
   * @throws OrganisationException NOT_MEMBER where there is nothing to take back, STORAGE
   */
  void giveUpWaiting() throws OrganisationException;

  /** How this profile stands now. Never blocks. */
  OwnStanding standing();

  /**
   * On a device that is Locked because another one took its place: makes fresh keys and takes the
   * account over again, as a restored backup would.
   *
   * @throws OrganisationException NOT_MEMBER where the device is not locked or was revoked, ENGINE,
   *     STORAGE
   */
  void useHereAgain() throws OrganisationException;

  /** Everybody that the ledger knows to be a member, oneself included. */
  List<Member> members();

  Optional<Member> member(UserId user);

  /** Whether the organisation has ended this user's membership. Never blocks. */
  boolean isRevoked(UserId user);

  /** What holds for this member. Never blocks. */
  SitePolicy policy();

  /** How current what this device knows is. Never blocks. */
  LedgerFreshness freshness();

  /**
   * @throws OrganisationException NO_SUCH_MEMBER, STORAGE
   */
  SafetyNumber safetyNumber(UserId user) throws OrganisationException;

  /** Marks, or no longer marks, a member as one whose safety number was compared. */
  void setVerified(UserId user, boolean verified) throws OrganisationException;
}
