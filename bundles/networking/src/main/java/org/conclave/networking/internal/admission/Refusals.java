package org.conclave.networking.internal.admission;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.identity.DeviceId;
import org.conclave.networking.internal.peers.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The latest refusals, in either direction, so that a dial that failed can say why, and a log says
 * it once. Thread-safe.
 */
public final class Refusals {
  private static final int KEPT = 256;

  private final Map<DeviceId, Refusal> latest = new LinkedHashMap<>();
  private final Map<DeviceId, Refusal> known = new LinkedHashMap<>();

  /** Whether it is another one than the last time. */
  synchronized boolean add(DeviceId device, Refusal refusal) {
    put(latest, device, refusal);
    return !refusal.equals(put(known, device, refusal));
  }

  private static @Nullable Refusal put(
      Map<DeviceId, Refusal> refusals, DeviceId device, Refusal refusal) {
    Refusal before = refusals.remove(device);
    refusals.put(device, refusal);
    if (refusals.size() > KEPT) {
      refusals.remove(refusals.keySet().iterator().next());
    }
    return before;
  }

  /** The two came together. */
  synchronized void forget(DeviceId device) {
    latest.remove(device);
    known.remove(device);
  }

  /** Why this device and the other did not come together, told once. */
  public synchronized Optional<Refusal> take(DeviceId device) {
    return Optional.ofNullable(latest.remove(device));
  }
}
