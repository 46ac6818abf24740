package org.conclave.mls;

import java.util.List;
import org.conclave.mls.schedule.RowKey;

/**
 * Rows are missing: repeat the call with every row that exists among these. Where none of them
 * exists, the key was deleted.
 */
public record NeedRows(List<RowKey> keys)
    implements CommitResult, ProtectResult, ProposeResult, ProcessResult {}
