package org.conclave.libp2p.pubsub;

/** Publish and subscribe could not do what was asked; the message says why. */
public class PubSubException extends Exception {
  private static final long serialVersionUID = 1;

  public PubSubException(String message) {
    super(message);
  }
}
