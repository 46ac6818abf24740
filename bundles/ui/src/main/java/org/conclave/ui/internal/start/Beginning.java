package org.conclave.ui.internal.start;

import java.time.Duration;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.storage.ProfileAccess;
import org.conclave.api.storage.ProfileException;
import org.conclave.api.storage.ProfileStatus;
import org.conclave.ui.internal.work.ServiceOffException;
import org.conclave.ui.internal.work.Services;

/** A profile that is about to be: made once, however often the step after it has to be repeated. */
final class Beginning {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Beginning() {}

  /**
   * Makes the profile if there is none and waits for onboarding, which starts when it is open.
   * Blocks; closes {@code passphrase}.
   */
  static Organisation organisation(Services services, SecretBytes passphrase)
      throws ProfileException, ServiceOffException, InterruptedException {
    try (passphrase) {
      ProfileAccess profile = services.require(ProfileAccess.class);
      if (profile.status() == ProfileStatus.ABSENT) {
        profile.create(passphrase);
      }
    }
    return services.await(Organisation.class, PATIENCE);
  }
}
