package org.conclave.onboarding.internal;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.network.AnnouncementReceiver;
import org.conclave.api.network.Network;
import org.conclave.api.network.NetworkListener;
import org.conclave.api.network.RequestHandler;
import org.conclave.api.organisation.AdmissionAuthority;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Membership;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.ledger.LedgerAnswers;
import org.conclave.onboarding.internal.ledger.LedgerGossip;
import org.conclave.onboarding.internal.ledger.LedgerKeeper;
import org.conclave.onboarding.internal.ledger.Reconciler;
import org.conclave.onboarding.internal.ledger.Standing;
import org.conclave.onboarding.internal.statement.EntryReader;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Everything that exists only while the profile belongs to an organisation. Opened when a profile
 * that does is loaded, and when one founds or joins. Closing refuses everybody and wipes the keys.
 */
final class MemberSession implements AutoCloseable {
  private final OwnPlace place;
  private final OwnKeys keys;
  private final VerifiedGrant grant;
  private final LedgerKeeper keeper;
  private final OwnMembership membership;
  private final AdmissionGate gate;
  private final Reconciler reconciler;
  private final LedgerAnswers answers;
  private final LedgerGossip gossip;

  /** What a session works with and does not own. */
  record Surroundings(
      Storage storage,
      Clock clock,
      Supplier<Optional<Network>> network,
      ScheduledExecutorService executor,
      OrganisationEvents events) {}

  private MemberSession(
      OwnPlace place,
      OwnKeys keys,
      VerifiedGrant grant,
      VerifiedRecord record,
      LedgerKeeper keeper,
      Surroundings around) {
    this.place = place;
    this.keys = keys;
    this.grant = grant;
    this.keeper = keeper;
    this.membership = new OwnMembership(place, grant.user(), keys, record.credential());
    this.gate =
        new AdmissionGate(
            membership,
            keeper,
            new OwnFrame(place.keys(), grant.source(), record.source(), keeper.ledger()),
            around.clock,
            entries -> announce(entries, around.network),
            around.events::refused);
    this.reconciler = new Reconciler(keeper, membership.device(), around.network, around.executor);
    this.answers = new LedgerAnswers(keeper, around.executor);
    this.gossip = new LedgerGossip(keeper, around.executor);
  }

  /**
   * Reads keys and ledger from the profile.
   *
   * @return empty as long as the profile belongs to no organisation
   * @throws StorageException also DAMAGED, where what is stored cannot be understood
   */
  static Optional<MemberSession> open(Surroundings around) throws StorageException {
    Optional<OwnPlace> place =
        around.storage.read(transaction -> new OnboardingStore(transaction).place());
    if (place.isEmpty()) {
      return Optional.empty();
    }
    EntryReader reader = new EntryReader(place.get().keys());
    VerifiedEntry grant = own(reader, place.get().grant());
    VerifiedEntry record = own(reader, place.get().record());
    if (!(grant instanceof VerifiedGrant ownGrant)
        || !(record instanceof VerifiedRecord ownRecord)) {
      throw damaged(null);
    }
    LedgerKeeper keeper =
        new LedgerKeeper(around.storage, reader, added -> around.events.changed());
    keeper.load();
    OwnKeys keys = around.storage.read(transaction -> new OnboardingStore(transaction).keys());
    MemberSession session =
        new MemberSession(place.get(), keys, ownGrant, ownRecord, keeper, around);
    session.reconciler.start();
    return Optional.of(session);
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

  Ledger ledger() {
    return keeper.ledger();
  }

  OrganisationInfo info() {
    Standing own = standing(membership.user()).orElse(new Standing(grant, Optional.empty()));
    return new OrganisationInfo(
        membership.organisation(),
        place.organisationName(),
        membership.user(),
        own.grant().memberName(),
        membership.device(),
        own.grant().role());
  }

  List<Member> members() {
    return ledger().standings().stream()
        .map(standing -> standing.member(membership.user()))
        .toList();
  }

  Optional<Member> member(UserId user) {
    return standing(user).map(standing -> standing.member(membership.user()));
  }

  private Optional<Standing> standing(UserId user) {
    return ledger().standing(user);
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

  private static VerifiedEntry own(EntryReader reader, Bytes entry) throws StorageException {
    try {
      return reader.reread(UnverifiedEntry.parse(entry));
    } catch (InvalidStatementException broken) {
      throw damaged(broken);
    }
  }

  private static StorageException damaged(@Nullable InvalidStatementException cause) {
    String message =
        "What the profile says about this device's membership cannot be read. Restore it from a"
            + " backup.";
    return cause == null
        ? new StorageException(StorageException.Reason.DAMAGED, message)
        : new StorageException(StorageException.Reason.DAMAGED, message, cause);
  }
}
