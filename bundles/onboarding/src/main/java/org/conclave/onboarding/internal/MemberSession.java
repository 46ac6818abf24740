package org.conclave.onboarding.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.conclave.api.identity.UserId;
import org.conclave.api.network.AnnouncementReceiver;
import org.conclave.api.network.Network;
import org.conclave.api.network.NetworkListener;
import org.conclave.api.network.RequestHandler;
import org.conclave.api.organisation.AdmissionAuthority;
import org.conclave.api.organisation.LedgerFreshness;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Membership;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.Role;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.ledger.LedgerAnswers;
import org.conclave.onboarding.internal.ledger.LedgerGossip;
import org.conclave.onboarding.internal.ledger.LedgerKeeper;
import org.conclave.onboarding.internal.ledger.Reconciler;
import org.conclave.onboarding.internal.ledger.Standing;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.proto.org.v1.Signed;

/**
 * Everything that exists only while the profile has keys of a device in an organisation: as one
 * that takes part, or as one that is on its way. Opened anew when that changes. Closing refuses
 * everybody and wipes the keys.
 */
final class MemberSession implements AutoCloseable {
  private final OwnPlace place;
  private final OwnIdentity identity;
  private final OwnKeys keys;
  private final LedgerKeeper keeper;
  private final OwnMembership membership;
  private final OwnRights rights;
  private final Requests requests;
  private final Freshness freshness;
  private final AdmissionGate gate;
  private final Reconciler reconciler;
  private final LedgerAnswers answers;
  private final LedgerGossip gossip;
  private final boolean aspirant;
  private final Clock clock;
  private final Consumer<List<VerifiedEntry>> announce;

  /** What a session works with and does not own. */
  record Surroundings(
      Storage storage,
      Clock clock,
      Supplier<Optional<Network>> network,
      ScheduledExecutorService executor,
      OrganisationEvents events) {}

  /**
   * What a session tells, on any thread.
   *
   * @param ledgerChanged after each commit to the ledger
   * @param heard after a peer refused this device
   */
  record Watch(Runnable ledgerChanged, Consumer<AdmissionGate.Heard> heard) {}

  private MemberSession(
      OwnPlace place,
      OwnIdentity identity,
      OwnKeys keys,
      LedgerKeeper keeper,
      Instant joined,
      Optional<Signed> restoreRequest,
      Surroundings around,
      Watch watch)
      throws StorageException {
    this.place = place;
    this.identity = identity;
    this.keys = keys;
    this.keeper = keeper;
    this.clock = around.clock;
    this.aspirant =
        !(OwnCourse.standing(place, identity, keeper.ledger(), around.clock.instant())
            instanceof OwnStanding.Active);
    this.membership = new OwnMembership(place, identity.user(), keys, identity.credential());
    this.rights = new OwnRights(around.storage, keeper.ledger(), identity.user(), around.clock);
    this.requests = new Requests(around.storage, around.clock, rights, around.events::changed);
    this.freshness = new Freshness(around.clock, joined, this::site, rights::isAdministrator);
    this.announce = entries -> announce(entries, around.network);
    this.gate =
        new AdmissionGate(
            membership,
            keeper,
            frame(restoreRequest),
            new Judge(keeper, requests, freshness, around.clock, identity.user()),
            announce,
            watch.heard());
    this.reconciler = new Reconciler(keeper, membership.device(), around.network, around.executor);
    this.answers = new LedgerAnswers(keeper, around.executor);
    this.gossip = new LedgerGossip(keeper, around.executor);
  }

  private OwnFrame frame(Optional<Signed> restoreRequest) {
    return restoreRequest
        .map(request -> OwnFrame.ofRestore(place.keys(), request, ledger()))
        .orElseGet(
            () ->
                OwnFrame.of(
                    place.keys(),
                    identity.grantSource(),
                    identity.record().orElseThrow().source(),
                    ledger()));
  }

  /**
   * Reads keys and ledger from the profile.
   *
   * @param place that is not Locked
   * @throws StorageException also DAMAGED, where what is stored cannot be understood
   */
  static MemberSession open(OwnPlace place, Surroundings around, Watch watch)
      throws StorageException {
    OwnIdentity identity = OwnIdentity.read(place);
    LedgerKeeper keeper =
        new LedgerKeeper(
            around.storage,
            identity.reader(),
            new Trail(identity.user()),
            added -> {
              around.events.changed();
              watch.ledgerChanged().run();
            });
    keeper.load();
    Instant now = around.clock.instant();
    Instant joined =
        around.storage.write(transaction -> new OnboardingStore(transaction).joined(now));
    OwnKeys keys = around.storage.read(transaction -> new OnboardingStore(transaction).keys());
    Optional<Signed> request =
        place.phase() instanceof Phase.Restoring
            ? Optional.of(restoreRequest(place, keys, around.storage))
            : Optional.empty();
    MemberSession session =
        new MemberSession(place, identity, keys, keeper, joined, request, around, watch);
    if (!session.aspirant) {
      session.reconciler.start();
    }
    return session;
  }

  private static Signed restoreRequest(OwnPlace place, OwnKeys keys, Storage storage)
      throws StorageException {
    return storage.read(
        transaction -> {
          try (SigningKey account = new OnboardingStore(transaction).account().orElseThrow()) {
            return Statements.restoreRequest(place.keys().id(), account, keys.device().publicKey());
          }
        });
  }

  /** Whether it may reach peers only to become a member or the active device. */
  boolean aspirant() {
    return aspirant;
  }

  OwnStanding standing() {
    return OwnCourse.standing(place, identity, ledger(), clock.instant());
  }

  Membership membership() {
    return membership;
  }

  AdmissionAuthority admissionAuthority() {
    return gate;
  }

  NetworkListener networkListener() {
    return reconciler;
  }

  RequestHandler requestHandler() {
    return answers;
  }

  AnnouncementReceiver announcementReceiver() {
    return gossip;
  }

  OwnPlace place() {
    return place;
  }

  OwnIdentity identity() {
    return identity;
  }

  OwnKeys keys() {
    return keys;
  }

  LedgerKeeper keeper() {
    return keeper;
  }

  OwnRights rights() {
    return rights;
  }

  Requests requests() {
    return requests;
  }

  /** Publishes what this device has added to the ledger. */
  void announce(List<VerifiedEntry> entries) {
    if (!entries.isEmpty()) {
      announce.accept(entries);
    }
  }

  Ledger ledger() {
    return keeper.ledger();
  }

  LedgerFreshness freshness() {
    return freshness.of(ledger());
  }

  SitePolicy policy() {
    return ledger().policy(site());
  }

  private String site() {
    return own().map(standing -> standing.grant().site()).orElse("");
  }

  private Optional<Standing> own() {
    return ledger().standing(identity.user());
  }

  OrganisationInfo info() {
    return new OrganisationInfo(
        membership.organisation(),
        place.organisationName(),
        membership.user(),
        own().map(standing -> standing.grant().memberName()).orElse(identity.name()),
        membership.device(),
        rights.holdsRoot()
            ? Role.ROOT_ADMINISTRATOR
            : own().map(standing -> standing.grant().role()).orElse(Role.MEMBER));
  }

  List<Member> members() {
    return ledger().standings().stream()
        .map(standing -> standing.member(membership.user()))
        .toList();
  }

  Optional<Member> member(UserId user) {
    return ledger()
        .standing(user)
        .filter(Standing::isMember)
        .map(standing -> standing.member(membership.user()));
  }

  /** Idempotent. */
  @Override
  public void close() {
    gate.close();
    keys.close();
  }

  private static void announce(List<VerifiedEntry> entries, Supplier<Optional<Network>> network) {
    network.get().ifPresent(node -> node.announce(LedgerGossip.announcement(entries)));
  }
}
