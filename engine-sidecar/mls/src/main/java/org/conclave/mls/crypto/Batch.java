package org.conclave.mls.crypto;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.conclave.mls.rule.RuleViolation;
import org.jspecify.annotations.Nullable;

/**
 * Independent public-key operations, spread over the processor's cores: at most one thread for each
 * in the whole process, whoever calls. What comes of them does not depend on how many there are:
 * results are in order, and of several violations the first one counts.
 */
public final class Batch {
  /** Below this, waking another thread costs more than it saves. */
  private static final int FEW = 4;

  private Batch() {}

  /** An operation, by its place in the batch. Called once, on any thread. */
  @FunctionalInterface
  public interface Operation<T> {
    T at(int index) throws RuleViolation;
  }

  /** A check, by its place in the batch. Called once, on any thread. */
  @FunctionalInterface
  public interface Check {
    void at(int index) throws RuleViolation;
  }

  /**
   * The results of so many operations, in order.
   *
   * @throws RuleViolation the one of the lowest index
   */
  public static <T> List<T> of(int count, Operation<T> operation) throws RuleViolation {
    IntStream indices = IntStream.range(0, count);
    Outcome<?>[] outcomes =
        (count < FEW ? indices : indices.parallel())
            .mapToObj(index -> Outcome.of(index, operation))
            .toArray(Outcome<?>[]::new);
    for (Outcome<?> outcome : outcomes) {
      if (outcome.violation() != null) {
        throw outcome.violation();
      }
    }
    @SuppressWarnings("unchecked") // Each came from the operation.
    List<T> results = (List<T>) Arrays.stream(outcomes).map(Outcome::result).toList();
    return results;
  }

  /**
   * Makes so many checks.
   *
   * @throws RuleViolation the one of the lowest index
   */
  public static void check(int count, Check check) throws RuleViolation {
    of(
        count,
        index -> {
          check.at(index);
          return Boolean.TRUE;
        });
  }

  private record Outcome<T>(@Nullable T result, @Nullable RuleViolation violation) {
    static <T> Outcome<T> of(int index, Operation<T> operation) {
      try {
        return new Outcome<>(operation.at(index), null);
      } catch (RuleViolation e) {
        return new Outcome<>(null, e);
      }
    }
  }
}
