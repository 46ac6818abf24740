package org.conclave.networking.internal.sync;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.conclave.networking.internal.groups.HeldBack;
import org.conclave.networking.internal.groups.Intake;
import org.conclave.networking.internal.groups.Rosters;
import org.conclave.networking.internal.quota.DeviceGuards;

/**
 * What every {@link SyncSession} works with.
 *
 * @param questions how much each device may ask
 * @param acknowledgements how many envelopes each device may say that it holds
 * @param reads runs frames, which read the store
 * @param timers never blocks
 */
record SyncContext(
    Reconciler reconciler,
    Rosters rosters,
    HeldBack heldBack,
    Intake intake,
    AcknowledgementSink sink,
    DeviceGuards questions,
    DeviceGuards acknowledgements,
    Executor reads,
    ScheduledExecutorService timers) {}
