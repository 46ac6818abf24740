package org.conclave.mls;

import java.util.Set;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.PathCreator;
import org.conclave.mls.tree.UpdatePath;

/** An update path as a member would send it in a commit without proposals. */
final class GenuinePath {
  private GenuinePath() {}

  static UpdatePath of(Device device, Forger forger) {
    try {
      return new PathCreator(forger.suite, forger.random)
          .create(
              device.tree().edit(),
              device.leaf(),
              device.tree().leaf(device.leaf()),
              Set.of(),
              forger.identity.signaturePrivateKey(),
              Device.GROUP_ID,
              treeHash ->
                  forger.context().provisional(treeHash, forger.context().extensions()).encoded())
          .path();
    } catch (RuleViolation e) {
      throw new AssertionError(e);
    }
  }
}
