package org.conclave.libp2p.interop;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Switches the suite on where it can run, and reports once for all its classes. */
final class InteropJsSuite implements ExecutionCondition, BeforeEachCallback {
  private static final String NAME = "interop-js";

  /** Lives as long as the test run. */
  private static final class Report implements ExtensionContext.Store.CloseableResource {
    final Optional<String> obstacle = JsPeer.install();
    final AtomicInteger tests = new AtomicInteger();

    @Override
    public void close() {
      System.out.println(
          "suite "
              + NAME
              + obstacle.map(o -> ": not run (" + o + ")").orElse(": ran " + tests.get()));
    }
  }

  private static Report report(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(InteropJsSuite.class))
        .getOrComputeIfAbsent(Report.class, type -> new Report(), Report.class);
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> obstacle = report(context).obstacle;
    if (obstacle.isEmpty()) {
      return ConditionEvaluationResult.enabled("the peers are installed");
    }
    boolean required =
        Arrays.asList(System.getProperty("conclave.require", "").split(",")).contains(NAME);
    if (required) {
      throw new IllegalStateException(NAME + " is required, but " + obstacle.get());
    }
    return ConditionEvaluationResult.disabled(obstacle.get());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    report(context).tests.incrementAndGet();
  }
}
