package org.conclave.mls;

import org.jspecify.annotations.Nullable;

/**
 * A group that continues another.
 *
 * @param welcome an MLSMessage; null where its creator is its only member
 * @param state in epoch 1
 */
public record SuccessorCreated(byte @Nullable [] welcome, NewState state)
    implements SuccessorResult {
  @Override
  public String toString() {
    return "SuccessorCreated[" + state + "]";
  }
}
