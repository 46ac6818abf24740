package org.conclave.onboarding.internal;

import java.util.Optional;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.VerifiedToken;

/**
 * An invitation as its text carries it, verified.
 *
 * @param inviteSeed of an open one: a secret. Closing wipes it
 */
record ReadInvitation(VerifiedToken token, Optional<SecretBytes> inviteSeed)
    implements AutoCloseable {
  Optional<SigningKey> inviteKey() {
    return inviteSeed.map(seed -> SigningKey.ofSeed(seed.copy()));
  }

  @Override
  public void close() {
    inviteSeed.ifPresent(SecretBytes::close);
  }

  @Override
  public String toString() {
    return "ReadInvitation[" + token.hash() + "]";
  }
}
