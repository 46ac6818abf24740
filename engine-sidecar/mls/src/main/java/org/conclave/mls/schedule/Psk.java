package org.conclave.mls.schedule;

import org.conclave.mls.crypto.Secret;

/** A pre-shared key that the caller supplies, RFC 9420 section 8.4. */
public sealed interface Psk {
  Secret secret();

  /** Provisioned by the application. */
  record External(byte[] id, Secret secret) implements Psk {}

  /** The resumption_psk of an epoch of a group. */
  record Resumption(byte[] groupId, long epoch, Secret secret) implements Psk {}
}
