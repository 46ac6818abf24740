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

  /**
   * Issues an invitation bound to {@code request.account()}.
   *
   * @throws OrganisationException NOT_MEMBER, NOT_ADMINISTRATOR, INVALID_ACCOUNT_CODE,
   *     INVALID_NAME, STORAGE
   */
  Invitation invite(InvitationRequest request) throws OrganisationException;

  /** What an invitation says, verified as far as it can be without joining. */
  InvitationPreview preview(String invitationText) throws OrganisationException;

  /**
   * Accepts an invitation: verifies it, makes the device's keys and commits the redemption. Works
   * offline; peers learn of it at the first connection.
   *
   * @throws OrganisationException one of the invitation's own reasons, ALREADY_MEMBER, ENGINE,
   *     STORAGE
   */
  OrganisationInfo join(String invitationText) throws OrganisationException;

  /** Everybody that the ledger knows to be a member, oneself included. */
  List<Member> members();

  Optional<Member> member(UserId user);
}
