package org.conclave.api.engine;

import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;

/**
 * What a commit proposes, all by value.
 *
 * @param add MLSMessage(KeyPackage) of each newcomer
 * @param remove leaf indices
 * @param update force an update path where the proposals need none
 * @param extensions where present, all extensions of the GroupContext from now on
 */
public record CommitProposals(
    List<Bytes> add,
    List<Integer> remove,
    boolean update,
    Optional<List<GroupExtension>> extensions) {
  public CommitProposals {
    add = List.copyOf(add);
    remove = List.copyOf(remove);
  }

  public static CommitProposals adding(List<Bytes> keyPackages) {
    return new CommitProposals(keyPackages, List.of(), false, Optional.empty());
  }

  public static CommitProposals removing(List<Integer> leaves) {
    return new CommitProposals(List.of(), leaves, false, Optional.empty());
  }

  public static CommitProposals updating() {
    return new CommitProposals(List.of(), List.of(), true, Optional.empty());
  }
}
