package org.conclave.benchmarks.mls;

import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Our operations under the options that the distribution gives its engine (ADR 9): the first
 * compiler alone.
 */
final class OneCompiler {
  private static final String KIND = "ours, one compiler";
  private static final List<Integer> SIZES = List.of(1_000, 10_000);

  private final Figures figures;
  private final Table table;

  OneCompiler(Figures figures, Table table) {
    this.figures = figures;
    this.table = table;
  }

  void print(Laboratory laboratory) throws RunnerException {
    laboratory.measure(
        figures,
        KIND,
        Ours.class,
        ".*",
        SIZES,
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    table.heading("Ours with one compiler and with both (milliseconds)");
    table.line(Table.format("%-32s %6s %10s %10s %8s", "operation", "N", "one", "both", "ratio"));
    for (String operation :
        List.of("add", "commit", "process", "blankCommit", "join", "protect", "unprotect")) {
      for (int size : SIZES) {
        double one = figures.get(KIND, operation, size);
        double both = figures.get("ours", operation, size);
        table.line(
            Table.format(
                "%-32s %6d %10s %10s %8s",
                operation,
                size,
                Table.millis(one),
                Table.millis(both),
                Table.format("%.2f x", one / both)));
      }
    }
  }
}
