package org.conclave.networking.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.network.AnnouncementReceiver;
import org.conclave.api.network.ConnectedPeer;

/** Collects announcements; those that begin with {@link #FORGED} are not well-formed. */
final class CollectingReceiver implements AnnouncementReceiver {
  static final String FORGED = "forged";

  private final List<String> received = new CopyOnWriteArrayList<>();

  List<String> received() {
    return received;
  }

  @Override
  public boolean receive(ConnectedPeer from, Bytes announcement) {
    String text = announcement.toUtf8();
    received.add(text);
    return !text.startsWith(FORGED);
  }
}
