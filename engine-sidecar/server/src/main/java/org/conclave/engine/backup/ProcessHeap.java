package org.conclave.engine.backup;

/**
 * The heap as the virtual machine sees it. What is garbage counts as used until it is collected, so
 * that a collection is worth its time before anything is refused.
 */
final class ProcessHeap implements HeapBudget {
  /** Left to the calls that go on meanwhile. */
  private static final long RESERVE = 96L * 1024 * 1024;

  private final Runnable makeRoom;

  ProcessHeap(Runnable makeRoom) {
    this.makeRoom = makeRoom;
  }

  @Override
  public boolean fits(long bytes) {
    if (hasRoom(bytes)) {
      return true;
    }
    System.gc();
    if (hasRoom(bytes)) {
      return true;
    }
    makeRoom.run();
    System.gc();
    return hasRoom(bytes);
  }

  private static boolean hasRoom(long bytes) {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    return runtime.maxMemory() - used - RESERVE >= bytes;
  }
}
