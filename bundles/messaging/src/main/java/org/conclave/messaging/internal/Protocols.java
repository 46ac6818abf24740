package org.conclave.messaging.internal;

/** Request protocols of messaging. */
final class Protocols {
  /** KeyPackageRequest, KeyPackageResponse. */
  static final String KEYS = "/conclave/keys/1.0.0";

  /** WelcomeDelivery, WelcomeReceipt. */
  static final String WELCOME = "/conclave/welcome/1.0.0";

  /**
   * To a member that was removed: the Envelope of the commit that did it, and of those before it
   * that it has not acknowledged. Gossip and sync serve members only, so that it would not hear of
   * it. The answer is empty.
   */
  static final String REMOVAL = "/conclave/removal/1.0.0";

  private Protocols() {}
}
