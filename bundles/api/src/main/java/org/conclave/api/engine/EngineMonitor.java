package org.conclave.api.engine;

import org.osgi.annotation.versioning.ProviderType;

/**
 * How the engine process is. Registered as long as sidecar-manager runs. Thread-safe; never blocks.
 */
@ProviderType
public interface EngineMonitor {
  EngineStatus status();
}
