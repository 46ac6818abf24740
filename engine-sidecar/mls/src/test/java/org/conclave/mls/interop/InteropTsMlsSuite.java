package org.conclave.mls.interop;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs the suite where it can be run, and reports once at its end. */
final class InteropTsMlsSuite implements ExecutionCondition, BeforeEachCallback {
  private static final String NAME = "interop-ts-mls";

  /** One for the whole test run, which closes it. */
  private static final class Report implements ExtensionContext.Store.CloseableResource {
    final Optional<String> obstacle = TsMlsInstallation.install();
    final AtomicInteger tests = new AtomicInteger();

    @Override
    public void close() {
      String outcome =
          obstacle.map(reason -> "not run (" + reason + ")").orElseGet(() -> "ran " + tests.get());
      System.out.println("suite " + NAME + ": " + outcome);
    }
  }

  private static Report report(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(InteropTsMlsSuite.class))
        .getOrComputeIfAbsent(Report.class, type -> new Report(), Report.class);
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> obstacle = report(context).obstacle;
    if (obstacle.isEmpty()) {
      return ConditionEvaluationResult.enabled("ts-mls is installed");
    }
    if (List.of(System.getProperty("conclave.require", "").split(",")).contains(NAME)) {
      throw new IllegalStateException(NAME + " is required, but " + obstacle.get());
    }
    return ConditionEvaluationResult.disabled(obstacle.get());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    report(context).tests.incrementAndGet();
  }
}
