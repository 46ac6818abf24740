package org.conclave.mls;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.group.PastGroup;
import org.conclave.mls.group.SuccessorCreator;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PreSharedKeyId.Usage;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.Welcome;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;

/** Sets up groups that continue others, RFC 9420 sections 11.2 and 11.3. */
final class Succession {
  private Succession() {}

  static SuccessorResult reinitialise(
      SuccessorRequest request, OfferedSuites offered, SecureRandom random, long now)
      throws RuleViolation {
    PastGroup old = request.predecessor().decoded();
    Proposal.ReInit reInit = old.epoch().part().reInit();
    if (reInit == null) {
      throw RuleViolation.invalid("11.2", "the old group was not ended by a ReInit");
    }
    if (request.signer().cipherSuite() != reInit.cipherSuite()) {
      throw new IllegalArgumentException("the signer is of another cipher suite than the ReInit");
    }
    return create(
        old, request, Usage.REINIT, reInit.groupId(), reInit.extensions(), offered, random, now);
  }

  static SuccessorResult branch(
      SuccessorRequest request,
      byte[] groupId,
      List<Extension> extensionList,
      OfferedSuites offered,
      SecureRandom random,
      long now)
      throws RuleViolation {
    PastGroup old = request.predecessor().decoded();
    if (request.signer().cipherSuite() != old.epoch().suite().id()) {
      throw new IllegalArgumentException("the signer is of another cipher suite than the group");
    }
    Extensions extensions = new Extensions(extensionList);
    extensions.requireDistinct();
    return create(old, request, Usage.BRANCH, groupId, extensions, offered, random, now);
  }

  private static SuccessorResult create(
      PastGroup old,
      SuccessorRequest request,
      Usage usage,
      byte[] groupId,
      Extensions extensions,
      OfferedSuites offered,
      SecureRandom random,
      long now)
      throws RuleViolation {
    List<KeyPackage> members = new ArrayList<>();
    for (byte[] keyPackage : request.keyPackages()) {
      members.add(MlsMessage.decode(keyPackage, KeyPackage.class));
    }
    MemberIdentity identity = SignerCheck.identity(request.signer(), offered);
    SuccessorCreator.Created created =
        new SuccessorCreator(old, identity, random)
            .create(
                new SuccessorCreator.Plan(
                    usage,
                    groupId,
                    extensions,
                    request.lifetime().source(),
                    List.copyOf(request.extensionTypes()),
                    members,
                    request.treeInWelcome()),
                now);
    identity.signaturePrivateKey().wipe();
    Welcome welcome = created.welcome();
    return new SuccessorCreated(
        welcome == null ? null : new MlsMessage(welcome).encoded(),
        NewStates.ofNewGroup(created.epoch()));
  }
}
