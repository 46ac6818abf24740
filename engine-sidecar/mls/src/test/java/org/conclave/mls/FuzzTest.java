package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Feeds every {@link FuzzTarget}. In every build what was worth keeping of earlier runs, and a
 * bounded number of changes to that and to genuine input; with {@code -Dmls.fuzz=SECONDS} a run for
 * so long each that is guided by coverage.
 */
class FuzzTest {

  /** Changed input may name any suite, and what loading one allocates is not the input's doing. */
  @BeforeAll
  static void loadEverySuite() {
    MlsEngine engine = new MlsEngine();
    for (int suite : engine.cipherSuites()) {
      byte[] keyPackage = new Device("any", suite).keyPackage().keyPackage();
      assertThat(engine.inspectKeyPackage(keyPackage, Device.NOW))
          .isInstanceOf(KeyPackageSummary.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatEarlierRunsFound(FuzzTarget target) {
    List<byte[]> stored = target.stored();
    assertThat(stored).as("inputs of %s", target.folder()).isNotEmpty();
    target.warmUp();
    stored.forEach(target::check);
  }

  @ParameterizedTest
  @EnumSource
  void changesToKnownInput(FuzzTarget target) {
    target.warmUp();
    List<byte[]> known = new ArrayList<>(target.genuine());
    known.addAll(target.genuine());
    known.addAll(target.stored());
    Mutator mutator = new Mutator(new Random(9420));
    long most = 0;
    for (int round = 0; round < target.rounds(); round++) {
      most = Math.max(most, target.check(mutator.mutate(known)));
    }
    System.out.println(
        "fuzz " + target + ": " + target.rounds() + " inputs, at most " + most + " octets");
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = "mls.fuzz", matches = "[1-9][0-9]*")
  void whateverReachesNewCode(FuzzTarget target) throws Exception {
    CoverageGuidedRun.of(target, Integer.getInteger("mls.fuzz"));
  }
}
