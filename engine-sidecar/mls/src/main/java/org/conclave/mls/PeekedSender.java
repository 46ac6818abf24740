package org.conclave.mls;

import java.util.List;
import org.conclave.mls.schedule.RowKey;

/**
 * Whose ratchet a private message takes. Not authenticated before the message is processed.
 *
 * @param rows those of which the existing ones are needed
 */
public record PeekedSender(int leaf, RowKey.Kind kind, int generation, List<RowKey> rows)
    implements PeekResult {}
