package org.conclave.api.network;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The node. Registered while the profile belongs to an organisation and onboarding admits peers.
 * Thread-safe; nothing here blocks.
 *
 * <p>What is to reach a group goes through the outbox (see {@link
 * org.conclave.api.storage.OutboxStore}), never through here.
 */
@ProviderType
public interface Network {
  NetworkStatus status();

  /** Admitted peers that are connected. */
  List<ConnectedPeer> peers();

  /**
   * Sends a request to a member's active device, dialling it where addresses are known. Frames are
   * at most 1 MiB.
   *
   * @return fails with {@link NetworkException}
   */
  CompletionStage<Bytes> request(UserId member, String protocol, Bytes request);

  /** Publishes on the organisation's own topic: signed statements, not messages. Best effort. */
  void announce(Bytes announcement);

  /**
   * Dials a multiaddr that ends in /p2p, keeps it as an address of that peer, and completes when
   * the peer is admitted.
   *
   * @return fails with {@link NetworkException}
   */
  CompletionStage<ConnectedPeer> dial(String multiaddr);
}
