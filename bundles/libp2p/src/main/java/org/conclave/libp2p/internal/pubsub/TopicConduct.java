package org.conclave.libp2p.internal.pubsub;

import org.conclave.libp2p.pubsub.TopicScoreParameters;

/** The counters P1 to P4 of one peer in one topic. */
final class TopicConduct {
  private final TopicScoreParameters parameters;
  private boolean inMesh;
  private long graftedAt;
  private long meshMillis;
  private boolean meshDeliveriesExpected;
  private double firstDeliveries;
  private double meshDeliveries;
  private double meshFailures;
  private double invalid;

  TopicConduct(TopicScoreParameters parameters) {
    this.parameters = parameters;
  }

  double score() {
    double score = firstDeliveries * parameters.firstDeliveries().weight();
    if (inMesh) {
      var time = parameters.timeInMesh();
      double quanta = (double) meshMillis / Math.max(1, time.quantum().toMillis());
      score += Math.min(quanta, time.cap()) * time.weight();
    }
    score += square(missingDeliveries()) * parameters.meshDeliveries().weight();
    score += meshFailures * parameters.meshFailureWeight();
    score += square(invalid) * parameters.invalidWeight();
    return score * parameters.weight();
  }

  void grafted(long now) {
    inMesh = true;
    graftedAt = now;
    meshMillis = 0;
    meshDeliveriesExpected = false;
  }

  void pruned() {
    meshFailures += square(missingDeliveries());
    inMesh = false;
    meshDeliveriesExpected = false;
  }

  void broughtFirst() {
    firstDeliveries = Math.min(firstDeliveries + 1, parameters.firstDeliveries().cap());
    countMeshDelivery();
  }

  void broughtCopy(long millisAfterAcceptance) {
    if (millisAfterAcceptance <= parameters.meshDeliveries().window().toMillis()) {
      countMeshDelivery();
    }
  }

  void broughtInvalid() {
    invalid++;
  }

  private void countMeshDelivery() {
    if (inMesh) {
      meshDeliveries = Math.min(meshDeliveries + 1, parameters.meshDeliveries().cap());
    }
  }

  /** The peer is gone: rewards end, penalties stay. */
  void gone() {
    firstDeliveries = 0;
    pruned();
  }

  /** Decays; returns whether nothing is left to remember. */
  boolean heartbeat(long now) {
    firstDeliveries = Scores.decay(firstDeliveries, parameters.firstDeliveries().decay());
    meshDeliveries = Scores.decay(meshDeliveries, parameters.meshDeliveries().decay());
    meshFailures = Scores.decay(meshFailures, parameters.meshFailureDecay());
    invalid = Scores.decay(invalid, parameters.invalidDecay());
    if (inMesh) {
      meshMillis = now - graftedAt;
      if (meshMillis > parameters.meshDeliveries().activation().toMillis()) {
        meshDeliveriesExpected = true;
      }
    }
    return !inMesh && firstDeliveries + meshDeliveries + meshFailures + invalid == 0;
  }

  private double missingDeliveries() {
    return meshDeliveriesExpected
        ? Math.max(0, parameters.meshDeliveries().threshold() - meshDeliveries)
        : 0;
  }

  private static double square(double x) {
    return x * x;
  }
}
