package org.conclave.onboarding.internal;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.conclave.api.engine.CryptoEngine;
import org.conclave.api.identity.UserId;
import org.conclave.api.network.AnnouncementReceiver;
import org.conclave.api.network.Network;
import org.conclave.api.network.NetworkListener;
import org.conclave.api.network.RequestHandler;
import org.conclave.api.organisation.AccountCode;
import org.conclave.api.organisation.AccountMaterial;
import org.conclave.api.organisation.AccountSummary;
import org.conclave.api.organisation.AccountTransfer;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.AdmissionAuthority;
import org.conclave.api.organisation.Founded;
import org.conclave.api.organisation.InvitationPreview;
import org.conclave.api.organisation.LedgerFreshness;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Membership;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.organisation.OrganisationListener;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.SafetyNumber;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.api.storage.ProfileAccess;
import org.conclave.api.storage.ProfileException;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ties onboarding to the framework: exists while the profile is unlocked, and offers a member's
 * services while the profile belongs to an organisation. Owns the one thread of onboarding.
 */
@Component(
    service = {Organisation.class, AccountTransfer.class},
    immediate = true)
public final class OnboardingComponent implements Organisation, AccountTransfer {
  private static final Logger log = LoggerFactory.getLogger(OnboardingComponent.class);
  private static final long BEACON_SECONDS = 600;
  private static final Duration ENGINE_PATIENCE = Duration.ofSeconds(15);

  private final ScheduledThreadPoolExecutor executor = newExecutor();
  private final OrganisationEvents events = new OrganisationEvents(executor);
  private final EngineSlot engine = new EngineSlot(ENGINE_PATIENCE);
  private final AtomicReference<Optional<Network>> network =
      new AtomicReference<>(Optional.empty());
  private volatile Optional<ProfileAccess> profile = Optional.empty();
  private final Passage passage;
  private final ProfileOrganisation organisation;
  private final ProfileAdministration administration;
  private final ProfileTransfer transfer;

  @Activate
  public OnboardingComponent(
      BundleContext context,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) Storage storage) {
    MemberSession.Surroundings around =
        new MemberSession.Surroundings(storage, Clock.systemUTC(), network::get, executor, events);
    SecureRandom random = new SecureRandom();
    this.passage = new Passage(around, session -> offer(context, session), this::eraseProfile);
    this.organisation = new ProfileOrganisation(passage, engine, random);
    this.administration = new ProfileAdministration(passage, random);
    this.transfer = new ProfileTransfer(passage, engine, random);
  }

  @Activate
  void activate() throws StorageException {
    try {
      passage.open();
      executor.scheduleWithFixedDelay(
          this::signBeacon, BEACON_SECONDS, BEACON_SECONDS, TimeUnit.SECONDS);
    } catch (StorageException failure) {
      log.error("The organisation cannot be read; nobody is admitted", failure);
      deactivate();
      throw failure;
    }
  }

  @Deactivate
  void deactivate() {
    passage.close();
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
        log.warn("The thread of onboarding still runs after 5 s");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindEngine(CryptoEngine arrived) {
    engine.set(arrived);
  }

  void unbindEngine(CryptoEngine gone) {
    engine.unset(gone);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindNetwork(Network arrived) {
    network.set(Optional.of(arrived));
  }

  void unbindNetwork(Network gone) {
    network.updateAndGet(now -> now.filter(node -> node != gone));
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindListener(OrganisationListener listener) {
    events.add(listener);
  }

  void unbindListener(OrganisationListener listener) {
    events.remove(listener);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindProfile(ProfileAccess arrived) {
    profile = Optional.of(arrived);
  }

  void unbindProfile(ProfileAccess gone) {
    profile = profile.filter(access -> access != gone);
  }

  private void signBeacon() {
    try {
      administration.beacon();
    } catch (OrganisationException failure) {
      log.warn("No beacon was signed: {}", failure.reason());
    } catch (RuntimeException fault) {
      // An exception would end the schedule for good.
      log.error("No beacon was signed", fault);
    }
  }

  /** On a thread of its own: the profile takes this component with it. */
  private void eraseProfile() {
    Thread thread =
        new Thread(
            () ->
                profile.ifPresent(
                    access -> {
                      try {
                        access.erase();
                        log.warn("The profile is erased");
                      } catch (ProfileException failure) {
                        log.error("The profile could not be erased", failure);
                      }
                    }),
            "onboarding-erase");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public AccountMaterial material() throws OrganisationException {
    return transfer.material();
  }

  @Override
  public AccountSummary inspect(AccountMaterial material) throws OrganisationException {
    return transfer.inspect(material);
  }

  @Override
  public AccountSummary restore(
      AccountMaterial material, Storage.Work<@Nullable Void, StorageException> alongside)
      throws OrganisationException {
    return transfer.restore(material, alongside);
  }

  @Override
  public Optional<OrganisationInfo> info() {
    return organisation.info();
  }

  @Override
  public AccountCode accountCode() throws OrganisationException {
    return organisation.accountCode();
  }

  @Override
  public Founded found(String organisationName, String memberName) throws OrganisationException {
    return organisation.found(organisationName, memberName);
  }

  @Override
  public InvitationPreview preview(String invitationText) throws OrganisationException {
    return organisation.preview(invitationText);
  }

  @Override
  public OwnStanding join(String invitationText, String ownName) throws OrganisationException {
    return organisation.join(invitationText, ownName);
  }

  @Override
  public List<Member> members() {
    return organisation.members();
  }

  @Override
  public Optional<Member> member(UserId user) {
    return organisation.member(user);
  }

  @Override
  public void giveUpWaiting() throws OrganisationException {
    organisation.giveUpWaiting();
  }

  @Override
  public OwnStanding standing() {
    return organisation.standing();
  }

  @Override
  public void useHereAgain() throws OrganisationException {
    organisation.useHereAgain();
  }

  @Override
  public boolean isRevoked(UserId user) {
    return organisation.isRevoked(user);
  }

  @Override
  public SitePolicy policy() {
    return organisation.policy();
  }

  @Override
  public LedgerFreshness freshness() {
    return organisation.freshness();
  }

  @Override
  public SafetyNumber safetyNumber(UserId user) throws OrganisationException {
    return organisation.safetyNumber(user);
  }

  @Override
  public void setVerified(UserId user, boolean verified) throws OrganisationException {
    organisation.setVerified(user, verified);
  }

  /** What networking needs at once comes last: by then everything else is there. */
  private MemberServices.Offer offer(BundleContext context, MemberSession session) {
    Deque<ServiceRegistration<?>> offered = new ArrayDeque<>();
    offered.push(register(context, NetworkListener.class, session.networkListener()));
    offered.push(register(context, RequestHandler.class, session.requestHandler()));
    offered.push(register(context, AnnouncementReceiver.class, session.announcementReceiver()));
    if (!session.aspirant()) {
      offered.push(register(context, Administration.class, administration));
    }
    offered.push(register(context, AdmissionAuthority.class, session.admissionAuthority()));
    Dictionary<String, Object> properties =
        FrameworkUtil.asDictionary(Map.of(Membership.ASPIRANT, session.aspirant()));
    offered.push(context.registerService(Membership.class, session.membership(), properties));
    return () -> {
      while (!offered.isEmpty()) {
        withdraw(offered.pop());
      }
    };
  }

  private static <S> ServiceRegistration<S> register(
      BundleContext context, Class<S> type, S service) {
    return context.registerService(type, service, null);
  }

  private static void withdraw(ServiceRegistration<?> registration) {
    try {
      registration.unregister();
    } catch (IllegalStateException gone) {
      log.debug("The framework withdrew a service before", gone);
    }
  }

  private static ScheduledThreadPoolExecutor newExecutor() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "onboarding");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return executor;
  }
}
