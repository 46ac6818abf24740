package org.conclave.ui.internal.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of the pages that were looked at last; earlier ones are read again when needed. */
final class RowCache {
  static final int PAGE = 100;
  private static final int PAGES_KEPT = 40;

  private final Map<Integer, @Nullable Row[]> pages =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, @Nullable Row[]> eldest) {
          return size() > PAGES_KEPT;
        }
      };

  @Nullable Row get(int index) {
    @Nullable Row[] page = pages.get(index / PAGE);
    return page == null ? null : page[index % PAGE];
  }

  void put(List<Row> rows) {
    rows.forEach(this::put);
  }

  void put(Row row) {
    int index = row.index();
    pages.computeIfAbsent(index / PAGE, unused -> new Row[PAGE])[index % PAGE] = row;
  }

  void clear() {
    pages.clear();
  }
}
