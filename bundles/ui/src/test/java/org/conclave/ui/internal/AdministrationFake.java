package org.conclave.ui.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.Contradiction;
import org.conclave.api.organisation.Delegation;
import org.conclave.api.organisation.DelegationRequest;
import org.conclave.api.organisation.DeviceState;
import org.conclave.api.organisation.Invitation;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.MemberRequest;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.organisation.Role;
import org.conclave.api.organisation.SitePolicy;

/** What administrators do, in memory: what a call says it did is there when it returns. */
final class AdministrationFake implements Administration {
  static final String RECOVERY = "CONCLAVEREC1:MFRGGZDF";

  private final World world;
  volatile boolean administrator = true;
  volatile boolean root = true;

  /** What the next act throws, once. */
  volatile Optional<Reason> refusal = Optional.empty();

  final List<String> acts = new ArrayList<>();
  private final List<Invitation> invitations = new ArrayList<>();
  private final List<MemberRequest> requests = new ArrayList<>();
  private final List<Delegation> delegations = new ArrayList<>();
  private final List<Contradiction> contradictions = new ArrayList<>();
  private final Map<String, SitePolicy> policies = new HashMap<>();

  AdministrationFake(World world) {
    this.world = world;
  }

  /** Takes down what is done, unless the next act is to be refused. */
  private synchronized void act(String what) throws OrganisationException {
    World.offEventThread();
    Optional<Reason> refused = refusal;
    refusal = Optional.empty();
    if (refused.isPresent()) {
      throw new OrganisationException(refused.get(), "Not done: " + refused.get());
    }
    acts.add(what);
  }

  private void changed() {
    if (world.happenings != null) {
      world.happenings.organisationChanged();
    }
  }

  synchronized List<String> acts() {
    return List.copyOf(acts);
  }

  @Override
  public boolean isAdministrator() {
    World.offEventThread();
    return administrator;
  }

  @Override
  public boolean holdsRoot() {
    World.offEventThread();
    return root;
  }

  @Override
  public synchronized Invitation invite(InvitationRequest request) throws OrganisationException {
    World.offEventThread();
    if (request.account().isPresent()
        && !request.account().orElseThrow().startsWith("CONCLAVEID1:")) {
      throw new OrganisationException(
          Reason.INVALID_ACCOUNT_CODE,
          "This is not an account code. Nothing was made. Ask for it again.");
    }
    act("invite " + request.memberName() + " " + request.role() + " " + request.site());
    Invitation invitation =
        invitation(
            request.memberName(),
            request.account().isEmpty(),
            Invitation.State.WAITING,
            request.validity());
    changed();
    return invitation;
  }

  synchronized Invitation invitation(
      String name, boolean open, Invitation.State state, Duration validity) {
    Invitation invitation =
        new Invitation(
            world.bytes(16),
            "CONCLAVE1:" + "MFRGGZDFMZTWQ2LK".repeat(26),
            open,
            name,
            world.clock.instant().plus(validity),
            state,
            Optional.empty());
    invitations.add(0, invitation);
    return invitation;
  }

  @Override
  public synchronized List<Invitation> invitations() {
    World.offEventThread();
    return List.copyOf(invitations);
  }

  @Override
  public synchronized void revokeInvitation(Bytes token) throws OrganisationException {
    act("revoke invitation");
    invitations.replaceAll(
        i ->
            i.token().equals(token)
                ? new Invitation(
                    i.token(),
                    i.text(),
                    i.open(),
                    i.memberName(),
                    i.notAfter(),
                    Invitation.State.REVOKED,
                    i.usedBy())
                : i);
    changed();
  }

  synchronized void request(MemberRequest.Kind kind, String name, String invitation) {
    requests.add(
        new MemberRequest(
            world.bytes(32),
            kind,
            name,
            new UserId(world.bytes(32)),
            "48213 90417 55120 07734 61298 33054",
            DeviceId.ofPublicKey(world.bytes(32)),
            invitation,
            world.clock.instant().minus(Duration.ofMinutes(25))));
  }

  @Override
  public synchronized List<MemberRequest> requests() {
    World.offEventThread();
    return List.copyOf(requests);
  }

  @Override
  public synchronized void confirm(Bytes request, String name) throws OrganisationException {
    act("confirm " + name);
    requests.removeIf(each -> each.id().equals(request));
    changed();
  }

  @Override
  public synchronized void decline(Bytes request) {
    World.offEventThread();
    acts.add("decline");
    requests.removeIf(each -> each.id().equals(request));
    changed();
  }

  private String name(UserId user) {
    return world.members.stream()
        .filter(member -> member.user().equals(user))
        .map(Member::name)
        .findFirst()
        .orElse("?");
  }

  @Override
  public void revoke(UserId user, boolean wipe) throws OrganisationException {
    act("revoke " + name(user) + (wipe ? " and erase" : ""));
    world.members.removeIf(member -> member.user().equals(user));
    changed();
  }

  @Override
  public void revokeDevice(UserId user, boolean wipe) throws OrganisationException {
    act("revoke device of " + name(user) + (wipe ? " and erase" : ""));
    world.members.replaceAll(m -> m.user().equals(user) ? with(m, DeviceState.AWAITED) : m);
    changed();
  }

  static Member with(Member member, DeviceState state) {
    return new Member(
        member.user(),
        member.name(),
        member.role(),
        member.site(),
        member.self(),
        state,
        state == DeviceState.ACTIVE ? member.device() : Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static Member with(Member member, Role role, String site) {
    return new Member(
        member.user(),
        member.name(),
        role,
        site,
        member.self(),
        member.deviceState(),
        member.device(),
        member.credential(),
        member.mlsSignatureKey());
  }

  @Override
  public synchronized Delegation delegate(DelegationRequest request) throws OrganisationException {
    act("delegate to " + name(request.user()) + " " + request.site() + " " + request.quota());
    Delegation delegation =
        new Delegation(
            world.bytes(32),
            request.user(),
            Optional.empty(),
            request.site(),
            request.roles(),
            request.mayDelegate(),
            world.clock.instant().plus(request.validity()),
            request.quota(),
            0);
    delegations.removeIf(each -> each.user().equals(request.user()));
    delegations.add(delegation);
    changed();
    return delegation;
  }

  @Override
  public synchronized List<Delegation> delegations() {
    World.offEventThread();
    return List.copyOf(delegations);
  }

  @Override
  public synchronized void withdraw(Bytes delegation) throws OrganisationException {
    act("withdraw");
    delegations.removeIf(each -> each.id().equals(delegation));
    changed();
  }

  @Override
  public synchronized void setPolicy(String site, SitePolicy policy) throws OrganisationException {
    act("policy for " + (site.isEmpty() ? "everybody" : site));
    policies.put(site, policy);
    changed();
  }

  @Override
  public synchronized SitePolicy policy(String site) {
    World.offEventThread();
    return policies.getOrDefault(site, SitePolicy.DEFAULT);
  }

  synchronized void contradiction(Contradiction.Kind kind, Member about, String effect) {
    contradictions.add(
        new Contradiction(
            kind,
            Optional.of(about.user()),
            about.name(),
            List.of(world.bytes(32), world.bytes(32)),
            effect));
  }

  @Override
  public synchronized List<Contradiction> contradictions() {
    World.offEventThread();
    return List.copyOf(contradictions);
  }

  @Override
  public void succeedRoot(String recovery) throws OrganisationException {
    World.offEventThread();
    requireRecovery(recovery.startsWith(RECOVERY) || recovery.lines().count() == 3);
    act("succeed root by " + recovery.lines().count());
    changed();
  }

  @Override
  public List<String> splitRecovery(String recoveryCode, int threshold, int count)
      throws OrganisationException {
    World.offEventThread();
    requireRecovery(recoveryCode.equals(RECOVERY));
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "CONCLAVESHARE1:" + (char) ('A' + i) + "RGGZDFMZTWQ2LKNNWG23TPOB2XE4DB")
        .toList();
  }

  private static void requireRecovery(boolean good) throws OrganisationException {
    if (!good) {
      throw new OrganisationException(
          Reason.RECOVERY_CODE,
          "This is not your organisation's recovery code. Nothing was changed. Check it letter by"
              + " letter.");
    }
  }
}
