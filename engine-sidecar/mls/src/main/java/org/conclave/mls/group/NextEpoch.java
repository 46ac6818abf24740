package org.conclave.mls.group;

import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.KeySchedule;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.PskSecret;
import org.conclave.mls.schedule.TranscriptHash;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.PathKeys;
import org.conclave.mls.tree.RatchetTree;
import org.jspecify.annotations.Nullable;

/** The epoch that a commit leads to, as both who sends it and who receives it compute it. */
public record NextEpoch(
    EpochPart part,
    SecretsPart.Full secrets,
    KeySchedule schedule,
    byte[] confirmationTag,
    RatchetTree tree) {

  /** What the commit contributes to the key schedule. */
  record Inputs(
      AuthenticatedContent commit,
      GroupContext provisional,
      Secret initSecret,
      Secret commitSecret,
      List<PreSharedKeyId> pskIds,
      List<Psk> psks,
      Proposal.@Nullable ReInit reInit) {}

  static NextEpoch derive(
      Epoch old, SecretsPart.Full oldSecrets, RatchetTree tree, PathKeys keys, Inputs in)
      throws RuleViolation {
    return derive(old, old.ownLeaf(), oldSecrets.pastOfNext(old.context().epoch()), tree, keys, in);
  }

  /** For one who joins by the commit and has no secrets of the epoch before. */
  static NextEpoch deriveForJoiner(
      Epoch old, int ownLeaf, RatchetTree tree, PathKeys keys, Inputs in) throws RuleViolation {
    return derive(old, ownLeaf, List.of(), tree, keys, in);
  }

  private static NextEpoch derive(
      Epoch old,
      int ownLeaf,
      List<SecretsPart.PastResumption> past,
      RatchetTree tree,
      PathKeys keys,
      Inputs in)
      throws RuleViolation {
    CipherSuite suite = old.suite();
    byte[] confirmed =
        TranscriptHash.confirmed(suite, old.part().interimTranscriptHash(), in.commit());
    GroupContext context = in.provisional().withTranscript(confirmed);
    Secret pskSecret = PskSecret.compute(suite, in.pskIds(), known(old, past, in.psks()));
    KeySchedule schedule =
        KeySchedule.advance(
            suite, in.initSecret(), in.commitSecret(), pskSecret, context.encoded());
    byte[] tag = suite.mac(schedule.secrets().confirmation(), confirmed);
    EpochPart part =
        new EpochPart(
            context,
            TranscriptHash.interim(suite, confirmed, tag),
            ownLeaf,
            tree.width(),
            in.reInit());
    SecretsPart.Full secrets = new SecretsPart.Full(schedule.secrets(), keys, past);
    return new NextEpoch(part, secrets, schedule, tag, tree);
  }

  /** The keys that a commit in an epoch can name. */
  static List<Psk> known(Epoch epoch, SecretsPart.Full secrets, List<Psk> given) {
    return known(epoch, secrets.pastOfNext(epoch.context().epoch()), given);
  }

  /** The keys that were given, and the group's own of this epoch and those before. */
  private static List<Psk> known(
      Epoch old, List<SecretsPart.PastResumption> resumptions, List<Psk> given) {
    List<Psk> known = new ArrayList<>(given);
    byte[] groupId = old.context().groupId();
    for (SecretsPart.PastResumption past : resumptions) {
      known.add(new Psk.Resumption(groupId, past.epoch(), past.secret()));
    }
    return known;
  }
}
