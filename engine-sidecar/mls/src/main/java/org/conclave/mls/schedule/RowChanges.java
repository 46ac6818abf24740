package org.conclave.mls.schedule;

import java.util.List;

/**
 * What a call changed in part R: rows to put, and rows to delete for good, since forward secrecy
 * depends on it.
 */
public record RowChanges(List<Row> put, List<RowKey> deleted) {
  public static final RowChanges NONE = new RowChanges(List.of(), List.of());
}
