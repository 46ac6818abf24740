package org.conclave.engine.server;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.conclave.mls.CreateGroupRequest;
import org.conclave.mls.Lifetime;
import org.conclave.mls.MlsEngine;
import org.conclave.mls.NewState;
import org.conclave.mls.ProtectRequest;
import org.conclave.mls.SignatureKeyPair;
import org.conclave.mls.Signer;

/**
 * Loads the cryptography while the host is still busy starting: the first real call would otherwise
 * take some 200 ms. Begins with the first answered ping, so that it delays none. Thread-safe.
 */
final class WarmUp {
  private static final int CIPHER_SUITE = 1;

  private final MlsEngine mls;
  private final SecureRandom random;
  private final AtomicBoolean begun = new AtomicBoolean();

  WarmUp(MlsEngine mls, SecureRandom random) {
    this.mls = mls;
    this.random = random;
  }

  /** Returns at once; has an effect once. */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      Thread thread = new Thread(this::run, "warm-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** A group of one, and a message in it, both thrown away. */
  private void run() {
    SignatureKeyPair keys = mls.createIdentity(CIPHER_SUITE, random);
    Signer signer = new Signer(CIPHER_SUITE, new byte[1], keys.publicKey(), keys.privateKey());
    NewState group =
        mls.createGroup(
            new CreateGroupRequest(
                new byte[32], signer, new Lifetime(0, Long.MAX_VALUE), List.of(), List.of()),
            random);
    mls.protect(
        group.asGroupState(), signer, new ProtectRequest(new byte[1], new byte[0], 0), random);
  }
}
