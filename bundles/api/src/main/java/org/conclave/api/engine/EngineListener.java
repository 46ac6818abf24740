package org.conclave.api.engine;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Told when the engine's status changes. Register it as a service. Called on a thread of
 * sidecar-manager; must not block.
 */
@ConsumerType
public interface EngineListener {
  void engineStatusChanged(EngineStatus status);
}
