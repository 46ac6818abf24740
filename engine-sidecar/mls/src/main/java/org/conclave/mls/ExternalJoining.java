package org.conclave.mls;

import java.security.SecureRandom;
import java.util.List;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.Epoch;
import org.conclave.mls.group.ExternalCommitCreator;
import org.conclave.mls.group.ExternalCommitPlan;
import org.conclave.mls.group.GroupInfoExporter;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.RatchetTree;

/** Both ends of joining without a Welcome, RFC 9420 section 12.4.3.2. */
final class ExternalJoining {
  private ExternalJoining() {}

  static GroupInfoResult export(GroupState state, RatchetTree tree, Signer signer, boolean withTree)
      throws RuleViolation {
    Epoch epoch = Epoch.of(EpochPart.decode(state.epoch()), tree);
    Secret signatureKey = SignerCheck.keyFor(signer, tree.leaf(epoch.part().ownLeaf()));
    GroupInfo info =
        GroupInfoExporter.export(
            epoch, SecretsPart.decodeFull(state.secrets(), epoch.suite()), signatureKey, withTree);
    signatureKey.wipe();
    return new GroupInfoExported(new MlsMessage(info).encoded());
  }

  static ExternalCommitResult commit(
      ExternalCommitRequest request, OfferedSuites offered, SecureRandom random, long now)
      throws RuleViolation {
    GroupInfo info = MlsMessage.decode(request.groupInfo(), GroupInfo.class);
    RatchetTree tree = Joining.treeOf(info, request.ratchetTree());
    MemberIdentity identity = SignerCheck.identity(request.signer(), offered);
    if (identity.suite().id() != info.groupContext().cipherSuite()) {
      throw RuleViolation.unsupported(
          "12.4.3.2", "the group has another cipher suite than the signer");
    }
    ExternalCommitCreator.Created created =
        ExternalCommitCreator.create(
            info,
            tree,
            identity,
            new ExternalCommitPlan(
                List.copyOf(request.extensionTypes()),
                request.replacesFormerSelf(),
                List.copyOf(request.psks()),
                request.authenticatedData()),
            random,
            now);
    identity.signaturePrivateKey().wipe();
    return new ExternalCommitCreated(
        new MlsMessage(created.commit()).encoded(), NewStates.ofNewGroup(created.next()));
  }
}
