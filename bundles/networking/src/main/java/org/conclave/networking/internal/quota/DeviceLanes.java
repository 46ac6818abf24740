package org.conclave.networking.internal.quota;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.conclave.api.identity.DeviceId;

/**
 * Runs the work of each device one after another and in its order, that of different devices side
 * by side: who brings much waits for itself. Thread-safe; whoever hands work over bounds it.
 */
public final class DeviceLanes {
  private final Executor executor;

  /** Devices of which something runs, and what of theirs waits. */
  private final Map<DeviceId, Deque<Runnable>> lanes = new HashMap<>();

  public DeviceLanes(Executor executor) {
    this.executor = executor;
  }

  /** The lane of one device. */
  public Executor of(DeviceId device) {
    return work -> execute(device, work);
  }

  private synchronized void execute(DeviceId device, Runnable work) {
    Deque<Runnable> waiting = lanes.get(device);
    if (waiting == null) {
      lanes.put(device, new ArrayDeque<>());
      begin(device, work);
    } else {
      waiting.add(work);
    }
  }

  private void begin(DeviceId device, Runnable work) {
    executor.execute(
        () -> {
          try {
            work.run();
          } finally {
            next(device);
          }
        });
  }

  private synchronized void next(DeviceId device) {
    Runnable next = lanes.getOrDefault(device, new ArrayDeque<>()).poll();
    if (next == null) {
      lanes.remove(device);
    } else {
      begin(device, next);
    }
  }
}
