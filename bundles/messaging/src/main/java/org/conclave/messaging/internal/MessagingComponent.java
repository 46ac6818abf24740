package org.conclave.messaging.internal;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.conclave.api.engine.CryptoEngine;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.network.EnvelopeReceiver;
import org.conclave.api.network.Network;
import org.conclave.api.network.NetworkListener;
import org.conclave.api.network.RequestHandler;
import org.conclave.api.organisation.Membership;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.OrganisationListener;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Messaging in the framework: there while a profile is unlocked and belongs to an organisation. Its
 * services are several of some kinds, so that they are registered here and not declared.
 */
@Component(
    service = {},
    immediate = true)
public final class MessagingComponent {
  private final Messaging messaging;
  private final Deque<ServiceRegistration<?>> registrations = new ArrayDeque<>();

  @Activate
  public MessagingComponent(
      BundleContext bundles, @Reference Storage storage, @Reference Membership membership)
      throws StorageException {
    messaging = Messaging.open(storage, membership, Clock.systemUTC());
    register(bundles, Messenger.class, messaging.messenger());
    register(bundles, EnvelopeReceiver.class, messaging.receiver());
    register(bundles, NetworkListener.class, messaging);
    register(bundles, OrganisationListener.class, messaging);
    for (RequestHandler handler : messaging.handlers()) {
      register(bundles, RequestHandler.class, handler);
    }
  }

  private <S> void register(BundleContext bundles, Class<S> type, S service) {
    registrations.push(bundles.registerService(type, service, null));
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "engineDeparted")
  void engineArrived(CryptoEngine engine) {
    messaging.engineArrived(engine);
  }

  void engineDeparted(CryptoEngine engine) {
    messaging.engineDeparted(engine);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "networkDeparted")
  void networkArrived(Network network) {
    messaging.networkArrived(network);
  }

  void networkDeparted(Network network) {
    messaging.networkDeparted(network);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "organisationDeparted")
  void organisationArrived(Organisation organisation) {
    messaging.organisationArrived(organisation);
  }

  void organisationDeparted(Organisation organisation) {
    messaging.organisationDeparted(organisation);
  }

  /** Withdraws the services first, so that nobody begins what would be cut off. */
  @Deactivate
  void stop() {
    while (!registrations.isEmpty()) {
      registrations.pop().unregister();
    }
    messaging.close();
  }
}
