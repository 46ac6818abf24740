package org.conclave.mls.schedule;

import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.PreSharedKeyId;

/** A pre-shared key that the caller supplies, RFC 9420 section 8.4. */
public sealed interface Psk {
  Secret secret();

  /** The id by which a commit of an existing group names it, with a fresh nonce. */
  PreSharedKeyId identifiedBy(byte[] nonce);

  /** Provisioned by the application. */
  record External(byte[] id, Secret secret) implements Psk {
    @Override
    public PreSharedKeyId identifiedBy(byte[] nonce) {
      return new PreSharedKeyId.External(id, nonce);
    }
  }

  /** The resumption_psk of an epoch of a group. */
  record Resumption(byte[] groupId, long epoch, Secret secret) implements Psk {
    @Override
    public PreSharedKeyId identifiedBy(byte[] nonce) {
      return new PreSharedKeyId.Resumption(PreSharedKeyId.Usage.APPLICATION, groupId, epoch, nonce);
    }
  }
}
