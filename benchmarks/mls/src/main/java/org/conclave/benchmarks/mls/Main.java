package org.conclave.benchmarks.mls;

import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * {@code benchmarks/run mls [--quick]}: measures our engine and bcmls in one run and prints what
 * came of it beside the targets of the design. Exits 0 whether or not they are reached.
 */
public final class Main {
  private static final String ALL = ".*";
  private static final List<Integer> SMALL = List.of(2, 10, 100);
  private static final List<Integer> OURS = List.of(2, 10, 100, 1_000, 10_000);
  private static final List<Integer> LARGE = List.of(1_000, 10_000);
  private static final List<Integer> LARGEST = List.of(10_000);
  private static final List<Integer> JUDGED = List.of(Operations.JUDGED);

  private Main() {}

  public static void main(String... arguments) throws Exception {
    boolean quick = Arrays.asList(arguments).contains("--quick");
    Laboratory laboratory = new Laboratory(quick);
    Table table = new Table(System.out);
    Figures figures = new Figures();
    table.line(
        Table.format(
            "Conclave MLS beside Bouncy Castle bcmls 1.84, suite 1, Java %s, %d processors, %s run",
            System.getProperty("java.version"),
            Runtime.getRuntime().availableProcessors(),
            quick ? "quick" : "full"));
    measure(laboratory, figures);
    printPrimitives(figures, table);
    new Operations(figures, table).print(OURS);
    new Bounds(figures, table).print(Operations.JUDGED);
    Growth growth = new Growth(figures, table);
    growth.print();
    growth.printOverhead();
    new Footprint(table).print(10_000);
    if (!quick) {
      new OneCompiler(figures, table).print(laboratory);
    }
  }

  private static void measure(Laboratory laboratory, Figures figures) throws RunnerException {
    laboratory.measure(figures, "primitives", Primitives.class, ALL, List.of(), List.of());
    for (String operation : Operations.names()) {
      // Side by side, so that what else the machine does touches both alike.
      for (List<Integer> sizes : List.of(SMALL, JUDGED)) {
        laboratory.measure(figures, "bcmls", BouncyCastle.class, operation, sizes, List.of());
        laboratory.measure(figures, "ours", Ours.class, operation, sizes, List.of());
      }
      laboratory.measure(figures, "ours", Ours.class, operation, LARGEST, List.of());
    }
    laboratory.measure(figures, "grpc", OverGrpc.class, ALL, LARGE, List.of());
    List<String> oneCore = List.of("-XX:ActiveProcessorCount=1");
    laboratory.measure(
        figures, "bcmls, one core", BouncyCastle.class, "blankCommit", JUDGED, oneCore);
    laboratory.measure(figures, "ours, one core", Ours.class, "blankCommit", JUDGED, oneCore);
  }

  private static void printPrimitives(Figures figures, Table table) {
    table.heading("Primitives, microseconds (jdk: what the platform would offer instead)");
    for (String name :
        List.of(
            "sign",
            "jdkSign",
            "verify",
            "verifyLeaf",
            "jdkVerifyLeaf",
            "jdkAgree",
            "hpkeSeal",
            "hpkeOpen",
            "deriveKeyPair",
            "aeadSeal",
            "aeadOpen",
            "aeadSealSenderData",
            "aeadOpenSenderData",
            "expand")) {
      table.line(Table.format("%-32s %10.2f", name, figures.get("primitives", name)));
    }
  }
}
