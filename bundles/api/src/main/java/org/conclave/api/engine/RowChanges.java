package org.conclave.api.engine;

import java.util.List;

/**
 * What a call did to the rows of the state that it was given. Must be committed together with what
 * the call returned.
 */
public record RowChanges(List<Row> put, List<RowKey> delete) {
  public static final RowChanges NONE = new RowChanges(List.of(), List.of());

  public RowChanges {
    put = List.copyOf(put);
    delete = List.copyOf(delete);
  }
}
