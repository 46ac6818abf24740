package org.conclave.mls;

import org.conclave.mls.schedule.RowChanges;

/**
 * Application data, protected.
 *
 * @param message an MLSMessage, to be sent only once the rows are stored
 */
public record ProtectedMessage(byte[] message, int generation, RowChanges rows)
    implements ProtectResult {}
