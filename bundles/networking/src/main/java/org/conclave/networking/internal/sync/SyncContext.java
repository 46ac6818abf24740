package org.conclave.networking.internal.sync;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.conclave.networking.internal.groups.Intake;
import org.conclave.networking.internal.groups.Rosters;

/**
 * What every {@link SyncSession} works with.
 *
 * @param reads runs frames, which read the store
 * @param timers never blocks
 */
record SyncContext(
    Reconciler reconciler,
    Rosters rosters,
    Intake intake,
    AcknowledgementSink sink,
    Executor reads,
    ScheduledExecutorService timers) {}
