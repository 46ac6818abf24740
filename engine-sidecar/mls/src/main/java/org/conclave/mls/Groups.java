package org.conclave.mls;

import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalLong;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.mls.group.GroupFounder;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.RatchetLimits;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.RatchetTree;

/**
 * How groups begin, change, are joined and continue others. Part of {@link MlsEngine}, which says
 * what holds for all calls.
 */
public sealed interface Groups permits MlsEngine {
  /** What clients, key packages and groups can be begun with. */
  OfferedSuites offered();

  /** How far ahead of a ratchet, and how many keys behind it, a message may be. */
  RatchetLimits limits();

  /** Like the other, but asks no certificate whether it has expired. */
  default NewState createGroup(CreateGroupRequest request, SecureRandom random) {
    return createGroup(request, random, OptionalLong.empty());
  }

  /**
   * A group of one, RFC 9420 section 11.
   *
   * @param now seconds since 1970: the certificates of external senders must be valid
   * @throws IllegalArgumentException also where nobody could join the group, since its extensions
   *     are not valid or not ones that its creator supports
   */
  default NewState createGroup(CreateGroupRequest request, SecureRandom random, OptionalLong now) {
    MemberIdentity identity = SignerCheck.identity(request.signer(), offered());
    MemberIdentity.OwnLeaf leaf =
        identity.newLeaf(request.lifetime().source(), request.extensionTypes(), random);
    try {
      return NewStates.ofNewGroup(
          GroupFounder.found(
              identity.suite(),
              request.groupId(),
              leaf,
              new Extensions(request.groupContextExtensions()),
              random,
              now));
    } catch (RuleViolation e) {
      throw new IllegalArgumentException("a group that nobody could join: " + e.detail(), e);
    }
  }

  /**
   * Joins by Welcome, RFC 9420 section 12.4.3.1. Every leaf's signature and lifetime and every
   * parent hash is checked; of a group that continues another, also that it does so as it says.
   *
   * @param now seconds since 1970
   */
  default JoinResult joinGroup(JoinRequest request, long now) {
    return join(request, OptionalLong.of(now));
  }

  /**
   * Joins like {@link #joinGroup} but looks at no lifetime: a Welcome may be opened, and a group
   * may exist, for longer than its members' key packages were valid (section 7.3 recommends the
   * check to those who receive, and no more).
   */
  default JoinResult joinGroupAtAnyTime(JoinRequest request) {
    return join(request, OptionalLong.empty());
  }

  /**
   * The GroupInfo of the present epoch, signed and with {@code external_pub}, by which a client can
   * join on its own: RFC 9420 section 12.4.3.2.
   *
   * @param withTree whether it carries the ratchet tree
   */
  default GroupInfoResult exportGroupInfo(
      GroupState state, RatchetTree tree, Signer signer, boolean withTree) {
    try {
      return ExternalJoining.export(state, tree, signer, withTree);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /**
   * Makes an external commit, RFC 9420 section 12.4.3.2. The GroupInfo's signature, every leaf's
   * signature and lifetime and every parent hash is checked. Whether the members take the commit is
   * theirs to decide.
   *
   * @param now seconds since 1970
   */
  default ExternalCommitResult externalCommit(
      ExternalCommitRequest request, SecureRandom random, long now) {
    try {
      return ExternalJoining.commit(request, offered(), random, now);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /**
   * Makes a proposal for someone to commit, RFC 9420 section 12.1. It travels as a private message.
   *
   * @param now seconds since 1970: a key package must be within its lifetime, and so must
   *     certificates
   */
  default ProposeResult propose(
      GroupState state,
      RatchetTree tree,
      Signer signer,
      ProposalRequest request,
      SecureRandom random,
      long now) {
    try {
      RequestedProposal.requireOffered(request, offered());
      try (var member = new MemberActions(state, tree, signer, limits(), random)) {
        return member.propose(request, now);
      }
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /**
   * Makes a commit, RFC 9420 section 12.4.1.
   *
   * @param now seconds since 1970: key packages must be within their lifetime
   */
  default CommitResult commit(
      GroupState state,
      RatchetTree tree,
      Signer signer,
      CommitRequest request,
      SecureRandom random,
      long now) {
    try {
      try (var member = new MemberActions(state, tree, signer, limits(), random)) {
        return member.commit(request, now);
      }
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /**
   * Ends a group in favour of another: commits a ReInit and nothing else, RFC 9420 sections 11.2
   * and 12.1.5. In the state after it nothing can be sent, proposed or committed; {@link
   * #reinitialise} sets up the other group from it.
   *
   * @param now seconds since 1970
   */
  default CommitResult commitReInit(
      GroupState state,
      RatchetTree tree,
      Signer signer,
      ReInitRequest request,
      SecureRandom random,
      long now) {
    try {
      RequestedProposal.requireOffered(request.reInit(), offered());
      try (var member = new MemberActions(state, tree, signer, limits(), random)) {
        return member.commit(request, now);
      }
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /**
   * Sets up the group that a ReInit promised, in epoch 1 with all members of the old one, whose
   * resumption key it takes: RFC 9420 section 11.2. Any member of the old group can; which one does
   * is for the application to settle.
   *
   * @param request its predecessor is in the epoch after the commit of the ReInit
   * @param now seconds since 1970: key packages must be within their lifetime
   */
  default SuccessorResult reinitialise(SuccessorRequest request, SecureRandom random, long now) {
    try {
      return Succession.reinitialise(request, offered(), random, now);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /**
   * Sets up a group of some of another's members, in epoch 1, of the same cipher suite and with the
   * other's resumption key: RFC 9420 section 11.3. The other group goes on.
   *
   * @param now seconds since 1970: key packages must be within their lifetime
   */
  default SuccessorResult branch(
      SuccessorRequest request,
      byte[] groupId,
      List<Extension> groupContextExtensions,
      SecureRandom random,
      long now) {
    try {
      return Succession.branch(request, groupId, groupContextExtensions, offered(), random, now);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  private JoinResult join(JoinRequest request, OptionalLong now) {
    try {
      return Joining.join(request, offered(), now);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }
}
