package org.conclave.mls.group;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.Welcome;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.state.PendingPart;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafNodeSource;
import org.jspecify.annotations.Nullable;

/**
 * Sets up a group that continues another: its founding and the initial commit by which the others
 * come in, RFC 9420 sections 11.2 and 11.3.
 */
public final class SuccessorCreator {
  private final PastGroup old;
  private final MemberIdentity identity;
  private final SecureRandom random;

  public SuccessorCreator(PastGroup old, MemberIdentity identity, SecureRandom random) {
    this.old = old;
    this.identity = identity;
    this.random = random;
  }

  /**
   * What the new group is to be.
   *
   * @param usage REINIT or BRANCH
   * @param extensionTypes private extension types that the creator supports
   * @param members the others
   */
  public record Plan(
      PreSharedKeyId.Usage usage,
      byte[] groupId,
      Extensions extensions,
      LeafNodeSource.InKeyPackage lifetime,
      List<Integer> extensionTypes,
      List<KeyPackage> members,
      boolean treeInWelcome) {}

  /**
   * The group in epoch 1.
   *
   * @param welcome null where the creator is its only member
   */
  public record Created(@Nullable Welcome welcome, NextEpoch epoch) {}

  /**
   * @param now seconds since 1970: key packages must be within their lifetime
   * @throws RuleViolation if the group would not be what the others will ask of it
   */
  public Created create(Plan plan, long now) throws RuleViolation {
    CipherSuite suite = identity.suite();
    MemberIdentity.OwnLeaf leaf = identity.newLeaf(plan.lifetime(), plan.extensionTypes(), random);
    NextEpoch founded =
        GroupFounder.found(
            suite, plan.groupId(), leaf, plan.extensions(), random, OptionalLong.of(now));
    PreSharedKeyId.Resumption link =
        new PreSharedKeyId.Resumption(
            plan.usage(),
            old.epoch().context().groupId(),
            old.epoch().context().epoch(),
            suite.randomSecret(random).expose());
    List<Proposal> proposals = new ArrayList<>();
    proposals.add(new Proposal.PreSharedKey(link));
    plan.members().forEach(member -> proposals.add(new Proposal.Add(member)));
    CommitCreator.Created initial =
        new CommitCreator(
                Epoch.of(founded.part(), founded.tree()),
                founded.secrets(),
                PendingPart.NONE,
                identity.signaturePrivateKey(),
                random)
            .create(
                new CommitPlan(
                    proposals,
                    old.resumptionPsks(),
                    CommitPlan.Coverage.NOTHING,
                    true,
                    new byte[0],
                    true,
                    plan.treeInWelcome(),
                    null),
                now);
    SuccessionValidator.validate(link, old.epoch(), initial.next());
    return new Created(initial.welcome(), initial.next());
  }
}
