package org.conclave.api.storage;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Told when the profile is created, unlocked, locked or found damaged. Register it as a service.
 * Must not block.
 */
@ConsumerType
public interface ProfileListener {
  void profileStatusChanged(ProfileStatus status);
}
