package org.conclave.ui.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.AccountCode;
import org.conclave.api.organisation.Founded;
import org.conclave.api.organisation.InvitationPreview;
import org.conclave.api.organisation.LedgerFreshness;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.Role;
import org.conclave.api.organisation.SafetyNumber;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.api.storage.StoreEvent;

/** The organisation, in memory. Each invitation that it knows is of one kind. */
final class OrganisationFake implements Organisation {
  static final String INVITATION = "CONCLAVE1:GOOD-INVITATION";
  static final String OPEN_INVITATION = "CONCLAVE1:OPEN-INVITATION";

  /** One for each way in which an invitation can be no good. */
  static final Map<String, Reason> BAD =
      Map.of(
          "CONCLAVE1:EXPIRED", Reason.INVITATION_EXPIRED,
          "CONCLAVE1:REVOKED", Reason.INVITATION_REVOKED,
          "CONCLAVE1:TAMPERED", Reason.INVITATION_TAMPERED,
          "CONCLAVE1:USED", Reason.INVITATION_USED,
          "CONCLAVE1:EARLY", Reason.INVITATION_NOT_YET_VALID,
          "CONCLAVE1:OTHERS", Reason.INVITATION_FOR_ANOTHER_PERSON,
          "CONCLAVE1:ELSEWHERE", Reason.INVITATION_OF_ANOTHER_ORGANISATION,
          "CONCLAVE1:UNSIGNED", Reason.INVITATION_WRONG_SIGNATURE,
          "CONCLAVE1:CLOCK", Reason.CLOCK);

  static final String FINGERPRINT = "48213 90417 55120 07734 61298 33054";

  private final World world;
  private final Set<UserId> verified = new HashSet<>();
  volatile OwnStanding standing = new OwnStanding.Active();
  volatile LedgerFreshness.State freshness = LedgerFreshness.State.FRESH;
  volatile String askedFor = "";
  volatile int takenBack;
  volatile int usedAgain;

  OrganisationFake(World world) {
    this.world = world;
  }

  /** Becomes another standing, as an event does. */
  void stand(OwnStanding now) {
    standing = now;
    world.happenings.standingChanged(now);
    world.happenings.organisationChanged();
  }

  @Override
  public Optional<OrganisationInfo> info() {
    World.offEventThread();
    return world.info;
  }

  @Override
  public AccountCode accountCode() {
    World.offEventThread();
    return new AccountCode(
        "CONCLAVEID1:KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLUKRSXGQ3P", FINGERPRINT);
  }

  @Override
  public Founded found(String organisationName, String memberName) {
    World.offEventThread();
    world.populate(organisationName, memberName);
    return new Founded(
        world.info.orElseThrow(),
        "CONCLAVEREC1:MFRGG-ZDFMZ-TWQ2L-KNNWG-23TPO-B2XE4-DBNVS-XEYLT-ORQXG");
  }

  @Override
  public InvitationPreview preview(String text) throws OrganisationException {
    World.offEventThread();
    boolean open = text.equals(OPEN_INVITATION);
    if (!open && !text.equals(INVITATION)) {
      throw new OrganisationException(
          BAD.getOrDefault(text, Reason.INVITATION_UNREADABLE), "It is no good.");
    }
    return new InvitationPreview(
        new OrganisationId(world.bytes(32)),
        "Harbour Clinic",
        open,
        open ? "" : "Mara Lindqvist",
        Role.MEMBER,
        "",
        world.clock.instant().plus(Duration.ofDays(7)),
        List.of());
  }

  @Override
  public OwnStanding join(String text, String ownName) throws OrganisationException {
    if (preview(text).open()) {
      if (ownName.length() > 100) {
        throw new OrganisationException(Reason.INVALID_NAME, "Too long.");
      }
      askedFor = ownName;
      standing = new OwnStanding.Waiting("Harbour Clinic", FINGERPRINT);
    } else {
      standing = new OwnStanding.Active();
      world.populate("Harbour Clinic", "Mara Lindqvist");
    }
    return standing;
  }

  /** What an administrator elsewhere does about an open invitation. */
  void confirm() {
    world.populate("Harbour Clinic", askedFor, "Jonas Weber");
    stand(new OwnStanding.Active());
  }

  @Override
  public void giveUpWaiting() {
    World.offEventThread();
    takenBack++;
    stand(new OwnStanding.Outside());
  }

  @Override
  public OwnStanding standing() {
    return world.info.isEmpty() && standing instanceof OwnStanding.Active
        ? new OwnStanding.Outside()
        : standing;
  }

  @Override
  public void useHereAgain() {
    World.offEventThread();
    usedAgain++;
    stand(new OwnStanding.Restoring("Harbour Clinic", OwnStanding.Restoring.Step.PEER));
  }

  @Override
  public boolean isRevoked(UserId user) {
    return false;
  }

  @Override
  public SitePolicy policy() {
    return SitePolicy.DEFAULT;
  }

  @Override
  public LedgerFreshness freshness() {
    return new LedgerFreshness(
        freshness, Optional.of(world.clock.instant().minus(Duration.ofDays(3))));
  }

  @Override
  public synchronized SafetyNumber safetyNumber(UserId user) {
    World.offEventThread();
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      digits
          .append(i == 0 ? "" : " ")
          .append(10_000 + Math.floorMod(user.hashCode() * (i + 7), 89_999));
    }
    return new SafetyNumber(digits.toString(), code(user), verified.contains(user));
  }

  synchronized boolean safetyNumberIsVerified(UserId user) {
    return verified.contains(user);
  }

  static String code(UserId user) {
    return "CONCLAVESN1:" + user.toHex().toUpperCase(java.util.Locale.ROOT);
  }

  @Override
  public synchronized void setVerified(UserId user, boolean isVerified) {
    World.offEventThread();
    if (isVerified) {
      verified.add(user);
    } else {
      verified.remove(user);
    }
  }

  /** Another member moves to another computer. */
  void changeDevice(int index) {
    List<Member> members = new ArrayList<>(world.members);
    Member m = members.get(index);
    world.members.set(
        index,
        new Member(
            m.user(),
            m.name(),
            m.role(),
            m.site(),
            m.self(),
            m.deviceState(),
            Optional.of(DeviceId.ofPublicKey(world.bytes(32))),
            m.credential(),
            m.mlsSignatureKey()));
    world.happenings.organisationChanged();
    world.happenings.committed(List.of(new StoreEvent.LedgerChanged()));
  }

  @Override
  public List<Member> members() {
    World.offEventThread();
    return List.copyOf(world.members);
  }

  @Override
  public Optional<Member> member(UserId user) {
    World.offEventThread();
    return world.members.stream().filter(member -> member.user().equals(user)).findFirst();
  }
}
