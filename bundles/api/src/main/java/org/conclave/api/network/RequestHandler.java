package org.conclave.api.network;

import java.util.concurrent.CompletionStage;
import org.conclave.api.bytes.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers a request protocol. Register it as a service; networking offers the protocol while it is
 * there. Only admitted peers reach it. What it is given is not trusted.
 */
@ConsumerType
public interface RequestHandler {
  /** E.g. "/conclave/keys/1.0.0". */
  String protocol();

  /** Requests of more bytes are refused before they are read. At most 1 MiB. */
  int maximumRequest();

  /**
   * Called on a thread of networking; must not block for long. A stage that fails resets the stream
   * without detail.
   */
  CompletionStage<Bytes> handle(ConnectedPeer from, Bytes request);
}
