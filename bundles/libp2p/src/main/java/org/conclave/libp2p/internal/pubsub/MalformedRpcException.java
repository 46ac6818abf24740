package org.conclave.libp2p.internal.pubsub;

/**
 * A frame, or a part of it, does not follow the protocol. Expected from peers; costs no stack
 * trace.
 */
final class MalformedRpcException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedRpcException(String message) {
    super(message, null, false, false);
  }
}
