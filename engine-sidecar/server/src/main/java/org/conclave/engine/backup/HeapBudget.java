package org.conclave.engine.backup;

/** Whether the heap has room for so much at once. May make room first. */
@FunctionalInterface
public interface HeapBudget {
  boolean fits(long bytes);

  /**
   * The heap of this virtual machine.
   *
   * @param makeRoom gives up what can be had again; called where the heap is short
   */
  static HeapBudget ofThisProcess(Runnable makeRoom) {
    return new ProcessHeap(makeRoom);
  }
}
