package org.conclave.shell.internal;

import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.launch.LaunchProperties;
import org.conclave.api.storage.ProfileAccess;
import org.conclave.api.storage.ProfileException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Headless, with a passphrase from a file or descriptor: unlocks the profile, or makes it where
 * there is none, whenever persistence appears. The passphrase is kept in memory for as long as this
 * bundle runs, so that persistence can be swapped with nobody there to type it.
 */
@Component(service = UnlockAtStart.class, immediate = true)
public final class UnlockAtStart {
  private static final Logger LOG = LoggerFactory.getLogger(UnlockAtStart.class);

  private final @Nullable SecretBytes passphrase;
  private volatile boolean underWay;
  private volatile String failure = "";

  @Activate
  public UnlockAtStart(BundleContext context) {
    passphrase = passphrase(context);
    underWay = passphrase != null;
  }

  /** Whether the profile is about to be unlocked without anybody's doing. */
  boolean isUnderWay() {
    return underWay;
  }

  /** Why the profile stayed locked, for a person; empty if it did not. */
  String failure() {
    return failure;
  }

  private @Nullable SecretBytes passphrase(BundleContext context) {
    String file = context.getProperty(LaunchProperties.PASSPHRASE_FILE);
    String descriptor = context.getProperty(LaunchProperties.PASSPHRASE_FD);
    if (!Boolean.parseBoolean(context.getProperty(LaunchProperties.HEADLESS))
        || (file == null && descriptor == null)) {
      return null;
    }
    try {
      return PassphraseFile.read(file != null ? file : "/dev/fd/" + descriptor);
    } catch (CommandException e) {
      fail(e.getMessage());
      return null;
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindProfile(ProfileAccess profile) {
    SecretBytes secret = passphrase;
    if (secret != null) {
      underWay = true;
      // Argon2id takes its time; DS must not wait for it.
      Thread unlocker = new Thread(() -> unlock(profile, secret), "conclave-unlock");
      unlocker.setDaemon(true);
      unlocker.start();
    }
  }

  void unbindProfile(ProfileAccess profile) {
    // Nothing is kept of it.
  }

  @Deactivate
  void stop() {
    if (passphrase != null) {
      passphrase.close();
    }
  }

  private void unlock(ProfileAccess profile, SecretBytes secret) {
    try {
      switch (profile.status()) {
        case ABSENT -> profile.create(secret);
        case LOCKED, DAMAGED -> profile.unlock(secret);
        case UNLOCKED -> LOG.debug("The profile is unlocked already");
      }
      failure = "";
    } catch (ProfileException e) {
      fail(e.getMessage());
    } catch (IllegalStateException e) {
      LOG.debug("The shell stopped before the profile was unlocked");
    } finally {
      underWay = false;
    }
  }

  private void fail(@Nullable String message) {
    failure = message == null ? "unknown failure" : message;
    LOG.error("The profile stays locked: {}", failure);
  }
}
