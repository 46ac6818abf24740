package org.conclave.messaging.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.UserId;
import org.conclave.api.messaging.Messenger.AddOutcome;
import org.conclave.api.organisation.AccountCode;
import org.conclave.api.organisation.Founded;
import org.conclave.api.organisation.InvitationPreview;
import org.conclave.api.organisation.LedgerFreshness;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.SafetyNumber;
import org.conclave.api.organisation.SitePolicy;

/** An organisation of devices in memory. Its ledger knows every one of them. */
final class World implements Organisation, AutoCloseable {
  static final OrganisationId ORGANISATION =
      new OrganisationId(FakeEngine.sha256(Bytes.utf8("organisation")));

  final TestClock clock = new TestClock();
  private final Map<UserId, Device> devices = new LinkedHashMap<>();
  private final Map<UserId, Member> ledger = new LinkedHashMap<>();

  Device device(String name) throws Exception {
    Device device = new Device(this, name, new FakeEngine(), clock);
    devices.put(device.user, device);
    ledger.put(device.user, device.member());
    settle();
    return device;
  }

  /** Waits until no device makes key packages, so that a test sees its own commits only. */
  void settle() throws Exception {
    for (Device device : devices()) {
      until("key packages", () -> packages(device) == KeyPackagePool.ONE_TIME);
    }
  }

  private static int packages(Device device) throws Exception {
    return device.storage.<Integer, Exception>read(
        transaction -> transaction.keyPackages().available());
  }

  Device device(UserId user) {
    return Optional.ofNullable(devices.get(user)).orElseThrow();
  }

  Collection<Device> devices() {
    return List.copyOf(devices.values());
  }

  /** What the ledger says of a member from now on. */
  void record(Member member) {
    ledger.put(member.user(), member);
  }

  void strike(UserId user) {
    ledger.remove(user);
  }

  /** A group of {@code first} and the others, everything delivered. */
  GroupId group(Device first, Device... others) throws Exception {
    GroupId group = first.messenger().createGroup("Tea").group();
    for (Device other : others) {
      if (first.messenger().addMember(group, other.user) != AddOutcome.ADDED) {
        throw new AssertionError("not added");
      }
      first.deliver();
    }
    settle();
    return group;
  }

  /** Waits, at most 30 s, until {@code condition} holds. */
  static void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }

  @Override
  public List<Member> members() {
    return new ArrayList<>(ledger.values());
  }

  @Override
  public Optional<Member> member(UserId user) {
    return Optional.ofNullable(ledger.get(user));
  }

  @Override
  public Optional<OrganisationInfo> info() {
    return Optional.empty();
  }

  @Override
  public AccountCode accountCode() {
    throw new AssertionError("no business of messaging");
  }

  @Override
  public Founded found(String organisationName, String memberName) {
    throw new AssertionError("no business of messaging");
  }

  @Override
  public InvitationPreview preview(String invitationText) {
    throw new AssertionError("no business of messaging");
  }

  @Override
  public OwnStanding join(String invitationText, String ownName) {
    throw new AssertionError("no business of messaging");
  }

  @Override
  public void giveUpWaiting() {
    throw new AssertionError("no business of messaging");
  }

  @Override
  public OwnStanding standing() {
    return new OwnStanding.Active();
  }

  @Override
  public void useHereAgain() {
    throw new AssertionError("no business of messaging");
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
    return new LedgerFreshness(LedgerFreshness.State.FRESH, Optional.empty());
  }

  @Override
  public SafetyNumber safetyNumber(UserId user) {
    throw new AssertionError("no business of messaging");
  }

  @Override
  public void setVerified(UserId user, boolean verified) {
    throw new AssertionError("no business of messaging");
  }

  @Override
  public void close() {
    devices.values().forEach(Device::close);
  }
}
