package org.conclave.mls;

import org.conclave.mls.group.Epoch;
import org.conclave.mls.group.PastGroup;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.RatchetTree;

/**
 * The state of a group that another one continues: that was reinitialised, or is branched from (RFC
 * 9420 sections 11.2 and 11.3).
 *
 * @param epoch part E
 * @param secrets part S, not retired
 * @param tree part T
 */
public record Predecessor(byte[] epoch, byte[] secrets, RatchetTree tree) {

  PastGroup decoded() {
    Epoch decoded = Epoch.of(EpochPart.decode(epoch), tree);
    return new PastGroup(decoded, SecretsPart.decodeFull(secrets, decoded.suite()));
  }

  @Override
  public String toString() {
    return "Predecessor[" + tree.memberCount() + " members]";
  }
}
