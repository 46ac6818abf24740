package org.conclave.benchmarks.mls;

import java.util.List;

/** The table of operations: ours, Bouncy Castle's, and the targets, which stand at N = 1000. */
final class Operations {
  static final int JUDGED = 1_000;

  private static final List<String[]> NAMES =
      List.of(
          new String[] {"add", "add N-1 in one commit, Welcome"},
          new String[] {"commit", "commit, warm tree"},
          new String[] {"process", "process a commit, warm tree"},
          new String[] {"blankCommit", "commit, blank tree"},
          new String[] {"join", "join, every leaf checked"},
          new String[] {"protect", "protect 1 KiB"},
          new String[] {"unprotect", "unprotect 1 KiB"});

  /** As the measured classes call them. */
  static List<String> names() {
    return NAMES.stream().map(name -> name[0]).toList();
  }

  private final Figures figures;
  private final Table table;

  Operations(Figures figures, Table table) {
    this.figures = figures;
    this.table = table;
  }

  void print(List<Integer> sizes) {
    table.heading(
        "Operations, milliseconds (bcmls joins without checking leaves; ours checks every one)");
    table.line(
        Table.format(
            "%-32s %6s %10s %10s %8s  %s", "operation", "N", "ours", "bcmls", "ratio", "target"));
    for (String[] name : NAMES) {
      for (int size : sizes) {
        print(name[0], name[1], size);
      }
    }
    printOneCore();
  }

  private void print(String operation, String title, int size) {
    double ours = figures.get("ours", operation, size);
    boolean compared = figures.has("bcmls", operation, size);
    String line =
        Table.format(
            "%-32s %6d %10s %10s %8s",
            title,
            size,
            Table.millis(ours),
            compared ? Table.millis(figures.get("bcmls", operation, size)) : "",
            compared ? Table.format("%.1f x", figures.get("bcmls", operation, size) / ours) : "");
    if (size != JUDGED) {
      table.line(line);
      return;
    }
    switch (operation) {
      case "add" -> faster(line, operation, size, 4);
      case "commit" -> faster(line, operation, size, 5);
      case "process" -> faster(line, operation, size, 6);
      case "blankCommit" -> faster(line, operation, size, 2);
      case "join" ->
          atMost(line, ours, size * figures.get("primitives", "verifyLeaf"), size + " leaf checks");
      case "protect" -> atMost(line, ours, sealing(), "its primitives");
      default -> atMost(line, ours, opening(), "its primitives");
    }
  }

  private void printOneCore() {
    double ours = figures.get("ours, one core", "blankCommit", JUDGED);
    double theirs = figures.get("bcmls, one core", "blankCommit", JUDGED);
    table.judged(
        Table.format(
            "%-32s %6d %10s %10s %8s  >= %s x",
            "commit, blank tree, one core",
            JUDGED,
            Table.millis(ours),
            Table.millis(theirs),
            Table.format("%.1f x", theirs / ours),
            "1.2"),
        theirs / ours >= 1.2);
  }

  private void faster(String line, String operation, int size, int times) {
    double ratio = figures.get("bcmls", operation, size) / figures.get("ours", operation, size);
    table.judged(line + "  >= " + times + " x", ratio >= times);
  }

  private void atMost(String line, double ours, double bound, String what) {
    table.judged(
        line
            + Table.format(
                "  <= 1.3 x %s (%s), is %.2f x", what, Table.millis(bound), ours / bound),
        ours <= 1.3 * bound);
  }

  /** One signature, two encryptions, and the five keys and nonces for them and for what follows. */
  private double sealing() {
    return figures.get("primitives", "sign")
        + figures.get("primitives", "aeadSeal")
        + figures.get("primitives", "aeadSealSenderData")
        + 5 * figures.get("primitives", "expand");
  }

  private double opening() {
    return figures.get("primitives", "verify")
        + figures.get("primitives", "aeadOpen")
        + figures.get("primitives", "aeadOpenSenderData")
        + 5 * figures.get("primitives", "expand");
  }
}
