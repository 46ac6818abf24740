package org.conclave.networking.internal.admission;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.identity.DeviceId;
import org.conclave.networking.internal.peers.Refusal;

/**
 * The latest refusals, in either direction, so that a dial that failed can say why. Thread-safe.
 */
public final class Refusals {
  private static final int KEPT = 256;

  private final Map<DeviceId, Refusal> latest = new LinkedHashMap<>();

  synchronized void add(DeviceId device, Refusal refusal) {
    latest.remove(device);
    latest.put(device, refusal);
    if (latest.size() > KEPT) {
      latest.remove(latest.keySet().iterator().next());
    }
  }

  /** Why this device and the other did not come together, told once. */
  public synchronized Optional<Refusal> take(DeviceId device) {
    return Optional.ofNullable(latest.remove(device));
  }
}
