package org.conclave.mls;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.group.NextEpoch;
import org.conclave.mls.group.PastGroup;
import org.conclave.mls.group.SuccessionValidator;
import org.conclave.mls.group.WelcomeJoiner;
import org.conclave.mls.group.WelcomeOpener;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Welcome;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.RatchetTree;
import org.jspecify.annotations.Nullable;

/** Joins by Welcome, RFC 9420 section 12.4.3.1. */
final class Joining {
  private Joining() {}

  static JoinResult join(JoinRequest request, OfferedSuites offered, OptionalLong now)
      throws RuleViolation {
    List<MemberIdentity.OwnKeyPackage> own =
        request.keyPackages().stream().map(KeyPackagePart::decode).toList();
    Welcome welcome = MlsMessage.decode(request.welcome(), Welcome.class);
    offered.require(welcome.cipherSuite());
    WelcomeOpener.Unsealed unsealed = WelcomeOpener.unseal(welcome, own);
    List<PastGroup> past = request.predecessors().stream().map(Predecessor::decoded).toList();
    PreSharedKeyId.Resumption link = unsealed.link().orElse(null);
    PastGroup old = link == null ? null : find(past, link);
    if (link != null && old == null) {
      return new NeedPredecessor(
          link.groupId(), link.epoch(), link.usage() == PreSharedKeyId.Usage.REINIT);
    }
    List<Psk> psks = new ArrayList<>(request.externalPsks());
    past.forEach(group -> psks.addAll(group.resumptionPsks()));
    WelcomeOpener.Opened opened = WelcomeOpener.open(unsealed, psks);
    RatchetTree tree = treeOf(opened.groupInfo(), request.ratchetTree());
    NextEpoch joined = WelcomeJoiner.join(opened, tree, now);
    if (link != null && old != null) {
      SuccessionValidator.validate(link, old.epoch(), joined);
    }
    return new Joined(
        NewStates.ofNewGroup(joined), opened.reference(), opened.groupInfo().signer());
  }

  private static @Nullable PastGroup find(List<PastGroup> past, PreSharedKeyId.Resumption link) {
    return past.stream().filter(group -> group.isNamedBy(link)).findFirst().orElse(null);
  }

  /** The tree that a GroupInfo carries, or the one that was given beside it. */
  static RatchetTree treeOf(GroupInfo info, byte @Nullable [] given) throws RuleViolation {
    byte[] encoded =
        info.extensions().find(Extension.RATCHET_TREE).map(Extension::data).orElse(given);
    if (encoded == null) {
      throw RuleViolation.invalid("12.4.3.3", "neither the message nor the caller has the tree");
    }
    CipherSuite suite = CipherSuites.require(info.groupContext().cipherSuite());
    return Decoder.decodeAll(encoded, in -> RatchetTree.decode(suite, in));
  }
}
