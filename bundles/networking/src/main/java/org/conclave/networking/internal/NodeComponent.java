package org.conclave.networking.internal;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.launch.LaunchProperties;
import org.conclave.api.network.AnnouncementReceiver;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.EnvelopeReceiver;
import org.conclave.api.network.Network;
import org.conclave.api.network.NetworkListener;
import org.conclave.api.network.NetworkStatus;
import org.conclave.api.network.RequestHandler;
import org.conclave.api.organisation.AdmissionAuthority;
import org.conclave.api.organisation.Membership;
import org.conclave.api.organisation.OrganisationListener;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StoreEvent;
import org.conclave.api.storage.StoreListener;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Runs the node while there are a profile, a membership and somebody who decides on admission. The
 * three are static references: when one goes, the node and all its connections go with it.
 */
@Component(
    service = {Network.class, StoreListener.class, OrganisationListener.class},
    immediate = true)
public final class NodeComponent implements Network, StoreListener, OrganisationListener {
  private final OfferedServices offered = new OfferedServices();
  private final Node node;

  /** Called by the component runtime. */
  @Activate
  public NodeComponent(
      BundleContext context,
      @Reference Storage storage,
      @Reference Map.Entry<Map<String, Object>, Membership> membership,
      @Reference AdmissionAuthority authority) {
    node =
        new Node(
            new NodeEnvironment(
                storage,
                membership.getValue(),
                Boolean.TRUE.equals(membership.getKey().get(Membership.ASPIRANT)),
                authority,
                offered,
                Optional.ofNullable(context.getProperty(LaunchProperties.LISTEN)),
                Optional.ofNullable(context.getProperty(LaunchProperties.VERSION))
                    .orElse("unknown"),
                Clock.systemUTC()));
  }

  @Activate
  void activate() {
    node.start();
  }

  @Deactivate
  void deactivate() {
    node.close();
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addReceiver(EnvelopeReceiver receiver) {
    offered.add(receiver);
  }

  void removeReceiver(EnvelopeReceiver receiver) {
    offered.remove(receiver);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addHandler(RequestHandler handler) {
    offered.add(handler);
  }

  void removeHandler(RequestHandler handler) {
    offered.remove(handler);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addAnnouncementReceiver(AnnouncementReceiver receiver) {
    offered.add(receiver);
  }

  void removeAnnouncementReceiver(AnnouncementReceiver receiver) {
    offered.remove(receiver);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addListener(NetworkListener listener) {
    offered.add(listener);
  }

  void removeListener(NetworkListener listener) {
    offered.remove(listener);
  }

  @Override
  public void committed(List<StoreEvent> events) {
    node.committed(events);
  }

  @Override
  public void organisationChanged() {
    node.organisationChanged();
  }

  @Override
  public NetworkStatus status() {
    return node.status();
  }

  @Override
  public List<ConnectedPeer> peers() {
    return node.peers();
  }

  @Override
  public CompletionStage<Bytes> request(UserId member, String protocol, Bytes request) {
    return node.request(member, protocol, request);
  }

  @Override
  public void announce(Bytes announcement) {
    node.announce(announcement);
  }

  @Override
  public CompletionStage<ConnectedPeer> dial(String multiaddr) {
    return node.dial(multiaddr);
  }
}
