package org.conclave.onboarding.internal;

import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.Contradiction;
import org.conclave.api.organisation.Delegation;
import org.conclave.api.organisation.DelegationRequest;
import org.conclave.api.organisation.Invitation;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.MemberRequest;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.SitePolicy;

/** What administrators do with this profile's keys. */
final class ProfileAdministration implements Administration {
  private final ProfileOrganisation organisation;

  ProfileAdministration(ProfileOrganisation organisation) {
    this.organisation = organisation;
  }

  @Override
  public boolean isAdministrator() {
    return true;
  }

  @Override
  public boolean holdsRoot() {
    return true;
  }

  @Override
  public Invitation invite(InvitationRequest request) throws OrganisationException {
    return organisation.invite(request);
  }

  @Override
  public List<Invitation> invitations() {
    return List.of();
  }

  @Override
  public void revokeInvitation(Bytes token) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public List<MemberRequest> requests() {
    return List.of();
  }

  @Override
  public void confirm(Bytes request, String name) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void decline(Bytes request) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void revoke(UserId user, boolean wipe) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void revokeDevice(UserId user, boolean wipe) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public Delegation delegate(DelegationRequest request) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public List<Delegation> delegations() {
    return List.of();
  }

  @Override
  public void withdraw(Bytes delegation) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void setPolicy(String site, SitePolicy policy) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public SitePolicy policy(String site) {
    return SitePolicy.DEFAULT;
  }

  @Override
  public List<Contradiction> contradictions() {
    return List.of();
  }

  @Override
  public void succeedRoot(String recovery) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public List<String> splitRecovery(String recoveryCode, int threshold, int count) {
    throw new UnsupportedOperationException("not yet");
  }
}
