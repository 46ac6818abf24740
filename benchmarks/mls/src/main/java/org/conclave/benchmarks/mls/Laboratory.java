package org.conclave.benchmarks.mls;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs measurements.
 *
 * @param quick short, and all of both implementations in this JVM; else each in one of its own
 */
record Laboratory(boolean quick) {
  private static final int LARGE = 1_000;

  /**
   * Measures operations of one class for each number of members.
   *
   * @param as what the figures are kept under
   * @param operations a regular expression
   * @param sizes none for what has no size
   * @param jvmOptions if there are any, the measurement has a JVM of its own
   */
  void measure(
      Figures into,
      String as,
      Class<?> kind,
      String operations,
      List<Integer> sizes,
      List<String> jvmOptions)
      throws RunnerException {
    System.err.println("measuring " + as + " " + sizes + " " + jvmOptions);
    boolean large = sizes.stream().anyMatch(size -> size >= LARGE);
    TimeValue span = TimeValue.milliseconds(!quick ? 1_000 : large ? 300 : 200);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + kind.getName().replace(".", "\\.") + "\\.(" + operations + ")$")
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .forks(quick && jvmOptions.isEmpty() ? 0 : 1)
            .warmupIterations(warmUp(kind))
            .warmupTime(span)
            .measurementIterations(quick ? 3 : 5)
            .measurementTime(span)
            .jvmArgsAppend(jvmOptions.toArray(String[]::new));
    if (!sizes.isEmpty()) {
      options.param("size", sizes.stream().map(String::valueOf).toArray(String[]::new));
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      String size = result.getParams().getParam("size");
      into.put(
          as,
          name.substring(name.lastIndexOf('.') + 1),
          size == null ? 0 : Integer.parseInt(size),
          // What disturbs a call makes it longer: the little disturbed ones count.
          result.getPrimaryResult().getStatistics().getPercentile(10));
    }
  }

  /**
   * Iterations. An engine in a process of its own finds nothing compiled, whatever this JVM has
   * measured before, and takes seconds of calls to be as warm.
   */
  private int warmUp(Class<?> kind) {
    if (kind == OverGrpc.class) {
      return quick ? 20 : 10;
    }
    return quick ? 2 : 4;
  }
}
