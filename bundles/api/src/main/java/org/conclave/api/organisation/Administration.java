package org.conclave.api.organisation;

import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What administrators do. Registered while the profile takes part in an organisation, whatever its
 * role: what it may not do throws NOT_ADMINISTRATOR or BEYOND_AUTHORITY. Calls block on disk, never
 * on the network; never call them on an event thread. What a call says it did is committed when it
 * returns, and spreads from then on. Thread-safe.
 */
@ProviderType
public interface Administration {
  /** Whether this profile holds a key that may sign for the organisation: root or delegate. */
  boolean isAdministrator();

  /** Whether this profile holds the root key. */
  boolean holdsRoot();

  /**
   * Issues an invitation.
   *
   * @throws OrganisationException NOT_ADMINISTRATOR, BEYOND_AUTHORITY (role, site, expiry or quota
   *     of a delegate), INVALID_ACCOUNT_CODE, INVALID_NAME, STORAGE
   */
  Invitation invite(InvitationRequest request) throws OrganisationException;

  /** Those that this device issued, newest first. */
  List<Invitation> invitations() throws OrganisationException;

  /** Makes an invitation useless; who became a member by it is one no longer. */
  void revokeInvitation(Bytes token) throws OrganisationException;

  /** What waits for a signature, and claims that came late; oldest first. */
  List<MemberRequest> requests() throws OrganisationException;

  /**
   * Signs what a request asks for.
   *
   * @param name for a JOIN what the organisation calls the newcomer; ignored otherwise
   * @throws OrganisationException NO_SUCH_REQUEST, NOT_ADMINISTRATOR, BEYOND_AUTHORITY,
   *     INVITATION_USED where it is a LATE_CLAIM, INVALID_NAME, STORAGE
   */
  void confirm(Bytes request, String name) throws OrganisationException;

  /** Forgets a request; whoever asks again is not shown again. */
  void decline(Bytes request) throws OrganisationException;

  /**
   * Ends a membership. Peers disconnect the member, groups remove it, and what it signed as an
   * administrator since is void. It cannot be undone: invite under a fresh account key.
   *
   * @param wipe whether its device is told to erase the profile when it learns of it
   * @throws OrganisationException NO_SUCH_MEMBER, BEYOND_AUTHORITY, SELF, STORAGE
   */
  void revoke(UserId user, boolean wipe) throws OrganisationException;

  /**
   * Takes out a member's present device; the member stays one, and a new device of it needs an
   * administrator's approval.
   */
  void revokeDevice(UserId user, boolean wipe) throws OrganisationException;

  /** Makes a member a site administrator; replaces what it was given by this device before. */
  Delegation delegate(DelegationRequest request) throws OrganisationException;

  List<Delegation> delegations();

  /** Ends a site administrator's right; what it signed before stays. */
  void withdraw(Bytes delegation) throws OrganisationException;

  /** Signs what holds for {@code site}; empty for the organisation. */
  void setPolicy(String site, SitePolicy policy) throws OrganisationException;

  /** What was signed for exactly that site; {@link SitePolicy#DEFAULT} where nothing was. */
  SitePolicy policy(String site);

  List<Contradiction> contradictions();

  /**
   * Replaces the root key by a fresh one in this profile, by the recovery code or enough shares of
   * it. What the old root key signs from now on is void. The caller wipes nothing: texts are typed
   * by a person.
   *
   * @param recovery the recovery code, or shares, one a line
   * @throws OrganisationException RECOVERY_CODE, NOT_MEMBER, STORAGE
   */
  void succeedRoot(String recovery) throws OrganisationException;

  /**
   * Splits the recovery code into {@code count} shares of which any {@code threshold} make it
   * again. Nothing is kept.
   *
   * @param threshold 2 to {@code count}
   * @param count at most 16
   * @throws OrganisationException RECOVERY_CODE
   */
  List<String> splitRecovery(String recoveryCode, int threshold, int count)
      throws OrganisationException;
}
