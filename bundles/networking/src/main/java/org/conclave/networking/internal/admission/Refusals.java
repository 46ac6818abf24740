package org.conclave.networking.internal.admission;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.identity.DeviceId;

/**
 * The latest refusals, in either direction, so that a dial that failed can say why. Thread-safe.
 */
public final class Refusals {
  private static final int KEPT = 256;

  private final Map<DeviceId, String> reasons = new LinkedHashMap<>();

  synchronized void add(DeviceId device, String reason) {
    reasons.remove(device);
    reasons.put(device, reason);
    if (reasons.size() > KEPT) {
      reasons.remove(reasons.keySet().iterator().next());
    }
  }

  /** Why this device and the other did not come together, told once. */
  public synchronized Optional<String> take(DeviceId device) {
    return Optional.ofNullable(reasons.remove(device));
  }
}
