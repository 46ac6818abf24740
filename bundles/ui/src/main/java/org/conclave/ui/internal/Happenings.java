package org.conclave.ui.internal;

import java.util.List;
import org.conclave.api.engine.EngineListener;
import org.conclave.api.engine.EngineStatus;
import org.conclave.api.feature.FeatureListener;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.NetworkListener;
import org.conclave.api.network.NetworkStatus;
import org.conclave.api.organisation.OrganisationListener;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.storage.ProfileListener;
import org.conclave.api.storage.ProfileStatus;
import org.conclave.api.storage.StoreEvent;
import org.conclave.api.storage.StoreListener;

/** Hears what happens elsewhere and hands it to the window at once. */
final class Happenings
    implements StoreListener,
        NetworkListener,
        EngineListener,
        FeatureListener,
        OrganisationListener,
        ProfileListener {
  private final ConclaveWindow window;

  Happenings(ConclaveWindow window) {
    this.window = window;
  }

  static String[] interfaces() {
    return new String[] {
      StoreListener.class.getName(),
      NetworkListener.class.getName(),
      EngineListener.class.getName(),
      FeatureListener.class.getName(),
      OrganisationListener.class.getName(),
      ProfileListener.class.getName()
    };
  }

  @Override
  public void committed(List<StoreEvent> events) {
    window.committed(events);
  }

  @Override
  public void networkStatusChanged(NetworkStatus status) {
    window.refresh();
  }

  @Override
  public void peerConnected(ConnectedPeer peer) {
    window.refresh();
  }

  @Override
  public void peerDisconnected(ConnectedPeer peer) {
    window.refresh();
  }

  @Override
  public void engineStatusChanged(EngineStatus status) {
    window.refresh();
  }

  @Override
  public void featuresChanged() {
    window.refresh();
  }

  @Override
  public void organisationChanged() {
    window.refresh();
  }

  @Override
  public void standingChanged(OwnStanding standing) {
    window.standingChanged(standing);
  }

  @Override
  public void refused(String message) {
    window.refused(message);
  }

  @Override
  public void profileStatusChanged(ProfileStatus status) {
    window.refresh();
  }
}
