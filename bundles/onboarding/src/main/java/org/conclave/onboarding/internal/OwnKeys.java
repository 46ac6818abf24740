package org.conclave.onboarding.internal;

import java.security.SecureRandom;
import org.conclave.api.engine.SignatureKeyPair;
import org.conclave.onboarding.internal.statement.MailboxKey;
import org.conclave.onboarding.internal.statement.SigningKey;

/** The keys of this device. Closing wipes them. */
record OwnKeys(SigningKey device, MailboxKey mailbox, SignatureKeyPair mls)
    implements AutoCloseable {

  /** Takes {@code mls} over, which the engine made. */
  static OwnKeys generate(SecureRandom random, SignatureKeyPair mls) {
    return new OwnKeys(SigningKey.generate(random), MailboxKey.generate(random), mls);
  }

  @Override
  public void close() {
    device.close();
    mailbox.close();
    mls.privateKey().close();
  }
}
