package org.conclave.mls;

/**
 * An external commit.
 *
 * @param commit an MLSMessage, to be sent to the group
 * @param state of its sender, once the group has taken the commit; worthless if it does not
 */
public record ExternalCommitCreated(byte[] commit, NewState state) implements ExternalCommitResult {
  @Override
  public String toString() {
    return "ExternalCommitCreated[" + state + "]";
  }
}
