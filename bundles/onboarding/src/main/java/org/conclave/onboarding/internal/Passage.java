package org.conclave.onboarding.internal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.ledger.Standing;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The profile's way into its organisation and out of it: keeps the session that fits how the device
 * stands, and changes it when the ledger or a peer says that it stands otherwise. One act or change
 * at a time; reads do not wait for them. What an act makes is one transaction, and the services
 * appear after it.
 */
final class Passage implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Passage.class);

  private final MemberSession.Surroundings around;
  private final MemberServices services;
  private final Runnable eraser;
  private final ReentrantLock acting = new ReentrantLock();
  private volatile @Nullable MemberSession session;
  private volatile @Nullable OwnPlace lockedPlace;
  private MemberServices.@Nullable Offer offer;
  private volatile OwnStanding told = new OwnStanding.Outside();
  private boolean closed;

  /**
   * @param eraser erases the whole profile, beside its caller: an administrator ordered it
   */
  Passage(MemberSession.Surroundings around, MemberServices services, Runnable eraser) {
    this.around = around;
    this.services = services;
    this.eraser = eraser;
  }

  MemberSession.Surroundings around() {
    return around;
  }

  /** Takes up what the profile holds. */
  void open() throws StorageException {
    acting.lock();
    try {
      take();
      settle();
    } finally {
      acting.unlock();
    }
  }

  Optional<MemberSession> session() {
    return Optional.ofNullable(session);
  }

  /** The session of a device that takes part. */
  Optional<MemberSession> taking() {
    return session().filter(current -> !current.aspirant());
  }

  /**
   * @throws OrganisationException NOT_MEMBER
   */
  MemberSession requireTaking() throws OrganisationException {
    return taking()
        .orElseThrow(
            () ->
                new OrganisationException(
                    Reason.NOT_MEMBER,
                    "This profile takes part in no organisation, so nothing was done. Create an"
                        + " organisation, join one, or wait until you are let in."));
  }

  OwnStanding standing() {
    MemberSession current = session;
    if (current != null) {
      return current.standing();
    }
    OwnPlace locked = lockedPlace;
    return locked != null && locked.phase() instanceof Phase.Locked phase
        ? new OwnStanding.Locked(
            locked.organisationName(), phase.reason(), phase.by(), phase.since())
        : new OwnStanding.Outside();
  }

  /**
   * @throws OrganisationException ALREADY_MEMBER
   */
  void requireNoMember() throws OrganisationException {
    if (session != null || read(transaction -> new OnboardingStore(transaction).hasPlace())) {
      throw new OrganisationException(
          Reason.ALREADY_MEMBER,
          "This profile belongs to an organisation already. One profile belongs to one"
              + " organisation: use another profile for another one.");
    }
  }

  /** The act is committed: a failure to go on is no failure of the act. */
  void enter() {
    try {
      end();
      take();
      settle();
    } catch (StorageException | RuntimeException failure) {
      log.error("The organisation is stored but not open; lock and unlock the profile", failure);
    }
  }

  private void take() throws StorageException {
    Optional<OwnPlace> place =
        around.storage().read(transaction -> new OnboardingStore(transaction).place());
    lockedPlace = place.filter(found -> found.phase() instanceof Phase.Locked).orElse(null);
    if (place.isEmpty() || lockedPlace != null) {
      return;
    }
    MemberSession.Watch watch = new MemberSession.Watch(this::settleSoon, this::heard);
    MemberSession entered = MemberSession.open(place.get(), around, watch);
    session = entered;
    if (entered.standing() instanceof OwnStanding.Locked) {
      return;
    }
    offer = services.offer(entered);
    around.events().changed();
  }

  private void end() {
    if (offer != null) {
      offer.close();
      offer = null;
    }
    MemberSession ended = session;
    session = null;
    if (ended != null) {
      ended.close();
    }
  }

  /** Within an act: the profile belongs to no organisation any more. */
  void leave() throws OrganisationException {
    end();
    write(
        transaction -> {
          OnboardingStore store = new OnboardingStore(transaction);
          store.deleteKeys();
          store.deletePlace();
          return true;
        });
    settle();
    around.events().changed();
  }

  private void settleSoon() {
    later(this::settleInTurn);
  }

  private void later(Runnable work) {
    try {
      around.executor().execute(work);
    } catch (RejectedExecutionException stopping) {
      log.debug("A change waits for the next start: onboarding stops");
    }
  }

  private void settleInTurn() {
    acting.lock();
    try {
      if (!closed) {
        settle();
      }
    } catch (RuntimeException fault) {
      log.error("How this device stands could not be settled", fault);
    } finally {
      acting.unlock();
    }
  }

  /** Makes the session what the ledger says that it has to be, and tells how the device stands. */
  private void settle() {
    MemberSession current = session;
    if (current != null) {
      OwnStanding now = current.standing();
      if (now instanceof OwnStanding.Locked locked) {
        lock(current, locked);
      } else if (now instanceof OwnStanding.Active == current.aspirant()) {
        reopen();
      }
    }
    OwnStanding now = standing();
    if (!now.equals(told)) {
      told = now;
      around.events().standing(now);
    }
  }

  private void reopen() {
    end();
    try {
      take();
    } catch (StorageException failure) {
      log.error("The organisation cannot be read; lock and unlock the profile", failure);
    }
  }

  /** Stops and closes first, so that nothing goes on with keys that are being destroyed. */
  private void lock(MemberSession current, OwnStanding.Locked locked) {
    Optional<Standing> own = current.ledger().standing(current.identity().user());
    boolean wipe = WipeOrder.isGiven(own, current.ledger());
    log.warn("This device is locked: {}", locked.reason());
    end();
    try {
      OwnPlace place =
          current
              .place()
              .with(
                  current.place().record(),
                  new Phase.Locked(locked.reason(), locked.by(), locked.since()));
      around
          .storage()
          .write(
              transaction -> {
                SessionKeys.destroy(transaction);
                new OnboardingStore(transaction).putPlace(place);
                transaction
                    .audit()
                    .append(
                        AuditEvent.of(
                            AuditEvent.Kind.DEVICE_LOCKED,
                            Map.of(
                                "reason",
                                locked.reason().name(),
                                "by",
                                locked.by().map(by -> by.publicKey().toHex()).orElse(""))));
                return true;
              });
      lockedPlace = place;
    } catch (StorageException failure) {
      log.error("The keys of this device could not be destroyed; it is tried again", failure);
      lockedPlace =
          current
              .place()
              .with(
                  Optional.empty(), new Phase.Locked(locked.reason(), locked.by(), locked.since()));
    }
    around.events().changed();
    if (wipe) {
      log.warn("An administrator has ordered this profile to be erased");
      eraser.run();
    }
  }

  private void heard(AdmissionGate.Heard heard) {
    later(() -> take(heard));
  }

  private void take(AdmissionGate.Heard heard) {
    acting.lock();
    try {
      MemberSession current = session;
      if (closed || current == null) {
        return;
      }
      boolean moved =
          current.place().phase() instanceof Phase.Waiting
              ? Taking.confirmed(current, around)
              : current.place().phase() instanceof Phase.Restoring
                  && heard.verdict() == Verdict.RESTORING
                  && isMember(current, heard)
                  && Taking.over(current, heard.proofs(), around);
      if (moved) {
        reopen();
      } else if (heard.verdict() != Verdict.WAITING && heard.verdict() != Verdict.RESTORING) {
        around.events().refused(Refusals.explain(heard.verdict()));
      }
      settle();
    } catch (StorageException failure) {
      log.error("What a peer answered could not be stored; it is asked again", failure);
    } catch (RuntimeException fault) {
      log.error("What a peer answered could not be used", fault);
    } finally {
      acting.unlock();
    }
  }

  /**
   * A stranger at a member's former address could tell an old record, and make this device
   * contradict the account's own newer one.
   */
  private static boolean isMember(MemberSession current, AdmissionGate.Heard heard) {
    boolean member = current.ledger().standing(heard.peer()).isPresent();
    if (!member) {
      log.warn("{} is not known as a member's device: what it tells is not used", heard.peer());
    }
    return member;
  }

  /** Withdraws the member's services, then refuses everybody and wipes the keys. Idempotent. */
  @Override
  public void close() {
    acting.lock();
    try {
      closed = true;
      end();
    } finally {
      acting.unlock();
    }
  }

  /** Something that changes the profile. */
  interface Act<T> {
    T run() throws OrganisationException;
  }

  <T> T act(Act<T> act) throws OrganisationException {
    acting.lock();
    try {
      if (closed) {
        throw new OrganisationException(
            Reason.STORAGE, "The profile is locked. Nothing was changed. Unlock it and try again.");
      }
      return act.run();
    } finally {
      acting.unlock();
    }
  }

  <T> T write(Storage.Work<T, OrganisationException> work) throws OrganisationException {
    try {
      return around.storage().write(work);
    } catch (StorageException failure) {
      throw storage(failure);
    }
  }

  <T> T read(Storage.Work<T, OrganisationException> work) throws OrganisationException {
    try {
      return around.storage().read(work);
    } catch (StorageException failure) {
      throw storage(failure);
    }
  }

  static OrganisationException storage(StorageException failure) {
    return new OrganisationException(
        Reason.STORAGE,
        "The profile could not be read or written, so nothing was changed. " + failure.getMessage(),
        failure);
  }
}
