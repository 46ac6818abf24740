package org.conclave.benchmarks.mls;

import org.conclave.mls.tree.TreeMath;

/**
 * Our operations against what their public-key operations alone take on one core, by the figures of
 * the same run. More cores go below it.
 */
final class Bounds {
  private final Figures figures;
  private final Table table;

  Bounds(Figures figures, Table table) {
    this.figures = figures;
    this.table = table;
  }

  void print(int size) {
    double sign = of("sign");
    double check = of("verifyLeaf");
    double seal = of("hpkeSeal");
    double open = of("hpkeOpen");
    double pair = of("deriveKeyPair");
    int levels = TreeMath.level(TreeMath.root(TreeMath.widthFor(size)));
    int others = size - 1;
    table.heading(
        Table.format(
            "Against the public-key operations in it on one core, N = %d (milliseconds)", size));
    table.line(
        Table.format("%-32s %10s %10s %8s  %s", "operation", "bound", "ours", "", "made of"));
    row("add", size, 2 * others * check + others * seal + 2 * sign, "2(N-1) checks, N-1 seals");
    row(
        "commit",
        size,
        levels * (pair + seal) + pair + 2 * sign,
        "log N key pairs and seals, 2 signatures");
    row("process", size, of("verify") + check + open + pair, "2 checks, 1 opening, 1 key pair");
    row(
        "blankCommit",
        size,
        others * seal + (levels + 1) * pair + 2 * sign,
        "N-1 seals, log N key pairs");
    row("join", size, size * check + of("verify") + open, "N+1 checks, 1 opening");
  }

  private void row(String operation, int size, double bound, String parts) {
    double ours = figures.get("ours", operation, size);
    table.line(
        Table.format(
            "%-32s %10s %10s %8s  %s",
            operation,
            Table.millis(bound),
            Table.millis(ours),
            Table.format("%.2f x", ours / bound),
            parts));
  }

  private double of(String primitive) {
    return figures.get("primitives", primitive);
  }
}
