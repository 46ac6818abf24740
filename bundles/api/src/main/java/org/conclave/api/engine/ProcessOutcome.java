package org.conclave.api.engine;

import java.util.Optional;
import org.conclave.api.bytes.Bytes;

/** What a message turned out to be. */
public sealed interface ProcessOutcome {
  /** Application data, authenticated as {@code senderCredential}'s. */
  record Application(
      int senderLeaf,
      Bytes senderCredential,
      int generation,
      Bytes content,
      Bytes authenticatedData,
      RowChanges consumed)
      implements ProcessOutcome {}

  /**
   * A valid commit.
   *
   * @param state after it; empty where it removes this member
   */
  record Commit(
      int committerLeaf,
      Bytes committerCredential,
      Bytes authenticatedData,
      Optional<NewState> state,
      RowChanges consumed)
      implements ProcessOutcome {}

  /** A valid proposal; {@code pending} replaces part P. */
  record Proposal(Bytes pending, int senderLeaf, RowChanges consumed) implements ProcessOutcome {}

  /** The message belongs to another epoch of the group. */
  record WrongEpoch(long messageEpoch, long stateEpoch) implements ProcessOutcome {}

  /** It breaks a rule. */
  record Refused(Rejection rejection) implements ProcessOutcome {}
}
