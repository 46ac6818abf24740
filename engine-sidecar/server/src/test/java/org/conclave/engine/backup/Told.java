package org.conclave.engine.backup;

import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told, and gives up where a test says so. */
final class Told implements DerivationWatch {
  final List<Integer> perMille = new ArrayList<>();
  boolean givesUp;

  @Override
  public boolean cancelled() {
    return givesUp;
  }

  @Override
  public void progressed(int reached) {
    perMille.add(reached);
  }
}
