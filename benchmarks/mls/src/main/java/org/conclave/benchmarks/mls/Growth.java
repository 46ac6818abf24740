package org.conclave.benchmarks.mls;

/** How cost grows with the number of members, and what the way through gRPC adds. */
final class Growth {
  private static final int LARGE = 10_000;
  private static final int BASE = 1_000;

  private final Figures figures;
  private final Table table;

  Growth(Figures figures, Table table) {
    this.figures = figures;
    this.table = table;
  }

  void print() {
    table.heading("Growth (milliseconds)");
    row("protect, N = 2 to 10,000", "ours", "protect", 2, 1.1);
    row("unprotect, N = 2 to 10,000", "ours", "unprotect", 2, 1.1);
    row("commit, warm tree, N = 1,000 to 10,000", "ours", "commit", BASE, 2);
    row("process, warm tree, N = 1,000 to 10,000", "ours", "process", BASE, 2);
    row("commit over gRPC, N = 1,000 to 10,000", "grpc", "commit", BASE, 2);
    row("process over gRPC, N = 1,000 to 10,000", "grpc", "process", BASE, 2);
    // Ten times N log N.
    row("add all, N = 1,000 to 10,000", "ours", "add", BASE, 13.3);
  }

  void printOverhead() {
    table.heading("gRPC (milliseconds; loopback, the tree in the engine's cache)");
    table.line(Table.format("%-46s %10s", "ping", Table.millis(figures.get("grpc", "ping", BASE))));
    for (String operation : new String[] {"protect", "unprotect", "process", "commit"}) {
      table.line(
          Table.format(
              "%-46s %10s over gRPC %10s in process",
              operation + ", N = 1,000",
              Table.millis(figures.get("grpc", operation, BASE)),
              Table.millis(figures.get("ours", operation, BASE))));
    }
    double added = figures.get("grpc", "protect", BASE) - figures.get("ours", "protect", BASE);
    table.judged(
        Table.format("%-46s %10s  <= 0.3", "added to protecting 1 KiB", Table.millis(added)),
        added <= 300);
  }

  private void row(String title, String kind, String operation, int from, double most) {
    double before = figures.get(kind, operation, from);
    double after = figures.get(kind, operation, LARGE);
    table.judged(
        Table.format(
            "%-46s %10s %10s %8s  <= %.1f x",
            title,
            Table.millis(before),
            Table.millis(after),
            Table.format("%.2f x", after / before),
            most),
        after / before <= most);
  }
}
