package org.conclave.networking.internal.quota;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.conclave.api.identity.DeviceId;
import org.conclave.networking.internal.quota.FloodGuard.Allowance;

/**
 * A {@link FloodGuard} for each device, which a new connection does not renew. The {@value #KEPT}
 * devices that asked last are remembered. Thread-safe.
 */
public final class DeviceGuards {
  private static final int KEPT = 1_024;

  private final Allowance allowance;
  private final LongSupplier nanoTime;
  private final Map<DeviceId, FloodGuard> guards = new LinkedHashMap<>(16, 0.75f, true);

  public DeviceGuards(Allowance allowance, LongSupplier nanoTime) {
    this.allowance = allowance;
    this.nanoTime = nanoTime;
  }

  public synchronized FloodGuard of(DeviceId device) {
    FloodGuard guard =
        guards.computeIfAbsent(device, unknown -> new FloodGuard(allowance, nanoTime));
    if (guards.size() > KEPT) {
      guards.remove(guards.keySet().iterator().next());
    }
    return guard;
  }
}
