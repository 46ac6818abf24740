package org.conclave.mls.vectors;

/** Verifies one case as the working group's test-vectors.md asks. Fails by throwing. */
@FunctionalInterface
interface Verifier {
  void verify(Case vector) throws Exception;
}
