package org.conclave.mls;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.GroupFounder;
import org.conclave.mls.group.KeyPackageValidator;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.group.SenderData;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PrivateMessage;
import org.conclave.mls.message.PublicMessage;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.RatchetLimits;
import org.conclave.mls.schedule.SecretTree;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.state.StateMismatchException;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafContext;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeSegment;
import org.jspecify.annotations.Nullable;

/**
 * The MLS protocol (RFC 9420) as functions from state parts and input to changed parts and a
 * result.
 *
 * <p><b>Guarantees.</b> No call changes what it is given, keeps anything for the next call, reads a
 * clock, or does I/O. What peers can break comes back as {@link Rejected}, and then the state is as
 * it was. A call that is repeated with the same state is harmless; where it sends something,
 * exactly one of the answers may be used.
 *
 * <p><b>Misuse</b> is unchecked: {@link StateMismatchException} for parts that are damaged or do
 * not belong together, {@link IllegalArgumentException} for what no correct caller passes.
 *
 * <p>Arrays are neither copied nor changed, and must not be changed by the caller while they are in
 * use here. Thread safe.
 */
public final class MlsEngine {
  private final RatchetLimits limits;
  private final OfferedSuites offered;

  /** With the cipher suites of RFC 9420. */
  public MlsEngine() {
    this(OfferedSuites.RFC_9420);
  }

  public MlsEngine(OfferedSuites offered) {
    this(RatchetLimits.DEFAULT, offered);
  }

  /**
   * @param offered the cipher suites that clients, key packages and groups can be begun with; a
   *     group that is there goes on with its own
   */
  public MlsEngine(RatchetLimits limits, OfferedSuites offered) {
    this.limits = limits;
    this.offered = offered;
  }

  /** The cipher suites that can be used, by their numbers. */
  public List<Integer> cipherSuites() {
    return offered.ids();
  }

  // Clients.

  public SignatureKeyPair createIdentity(int cipherSuite, SecureRandom random) {
    CipherSuite suite = offered.get(cipherSuite);
    Secret privateKey = suite.generateSignatureKey(random);
    return new SignatureKeyPair(suite.signatureKeyOf(privateKey), privateKey.expose());
  }

  /** RFC 9420 section 10. */
  public KeyPackageBundle createKeyPackage(KeyPackageRequest request, SecureRandom random) {
    MemberIdentity identity = SignerCheck.identity(request.signer(), offered);
    List<Integer> extensionTypes = new ArrayList<>(request.extensionTypes());
    if (request.lastResort() && !extensionTypes.contains(Extension.LAST_RESORT)) {
      extensionTypes.add(Extension.LAST_RESORT);
    }
    MemberIdentity.OwnKeyPackage own =
        identity.newKeyPackage(
            lifetime(request.lifetime()), request.lastResort(), extensionTypes, random);
    return new KeyPackageBundle(
        new MlsMessage(own.keyPackage()).encoded(),
        own.keyPackage().reference(identity.suite()),
        KeyPackagePart.encode(own));
  }

  /**
   * Checks a key package as RFC 9420 section 10.1 asks, its lifetime included, outside of any
   * group.
   */
  public InspectResult inspectKeyPackage(byte[] keyPackage, long now) {
    try {
      KeyPackage decoded = MlsMessage.decode(keyPackage, KeyPackage.class);
      CipherSuite suite = offered.require(decoded.cipherSuite());
      KeyPackageValidator.validate(
          decoded, new LeafContext(suite, new byte[0], Extensions.NONE, OptionalLong.of(now)));
      return summary(decoded, suite);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  // Groups.

  /** Like the other, but asks no certificate whether it has expired. */
  public NewState createGroup(CreateGroupRequest request, SecureRandom random) {
    return createGroup(request, random, OptionalLong.empty());
  }

  /**
   * A group of one, RFC 9420 section 11.
   *
   * @param now seconds since 1970: the certificates of external senders must be valid
   * @throws IllegalArgumentException also where nobody could join the group, since its extensions
   *     are not valid or not ones that its creator supports
   */
  public NewState createGroup(CreateGroupRequest request, SecureRandom random, OptionalLong now) {
    MemberIdentity identity = SignerCheck.identity(request.signer(), offered);
    MemberIdentity.OwnLeaf leaf =
        identity.newLeaf(lifetime(request.lifetime()), request.extensionTypes(), random);
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
  public JoinResult joinGroup(JoinRequest request, long now) {
    return join(request, OptionalLong.of(now));
  }

  /**
   * Joins like {@link #joinGroup} but looks at no lifetime: a Welcome may be opened, and a group
   * may exist, for longer than its members' key packages were valid (section 7.3 recommends the
   * check to those who receive, and no more).
   */
  public JoinResult joinGroupAtAnyTime(JoinRequest request) {
    return join(request, OptionalLong.empty());
  }

  /**
   * Makes a commit, RFC 9420 section 12.4.1.
   *
   * @param now seconds since 1970: key packages must be within their lifetime
   */
  public CommitResult commit(
      GroupState state,
      RatchetTree tree,
      Signer signer,
      CommitRequest request,
      SecureRandom random,
      long now) {
    try {
      return new MemberActions(state, tree, signer, limits, random).commit(request, now);
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
  public ProposeResult propose(
      GroupState state,
      RatchetTree tree,
      Signer signer,
      ProposalRequest request,
      SecureRandom random,
      long now) {
    try {
      requireOffered(request);
      return new MemberActions(state, tree, signer, limits, random).propose(request, now);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /**
   * Protects application data, RFC 9420 section 6.3. Needs no tree, so that it costs the same in a
   * group of any size.
   */
  public ProtectResult protect(
      GroupState state, Signer signer, ProtectRequest request, SecureRandom random) {
    try {
      return Protection.protect(state, signer, request, limits, random);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /**
   * Opens a message of a group, RFC 9420 sections 6 and 12.4.2: application data, a proposal or a
   * commit. With a state whose part S was retired, application data only.
   *
   * <p>Lifetimes of key packages that others add are not looked at: members who process a commit at
   * different times must agree on it (section 7.3 recommends the check and says why it may be left
   * out).
   */
  public ProcessResult process(GroupState state, RatchetTree tree, byte[] message, List<Psk> psks) {
    try {
      return new Processing(state, tree, limits, psks).process(message);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /** Whose ratchet a private message takes. Needs parts E and S only. */
  public PeekResult peekSender(byte[] epoch, byte[] secrets, byte[] message) {
    try {
      EpochPart part = EpochPart.decode(epoch);
      PrivateMessage decoded = MlsMessage.decode(message, PrivateMessage.class);
      SenderData sender =
          SenderData.open(part.suite(), SecretsPart.decode(secrets).senderData(), decoded);
      if (sender.leafIndex() < 0 || sender.leafIndex() >= part.treeWidth()) {
        throw RuleViolation.invalid("6.3.2", "a sender outside the tree");
      }
      var kind = SenderData.ratchetFor(decoded.contentType());
      return new PeekedSender(
          sender.leafIndex(),
          kind,
          sender.generation(),
          SecretTree.rowsFor(sender.leafIndex(), kind, part.treeWidth()));
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  // Joining without a Welcome.

  /**
   * The GroupInfo of the present epoch, signed and with {@code external_pub}, by which a client can
   * join on its own: RFC 9420 section 12.4.3.2.
   *
   * @param withTree whether it carries the ratchet tree
   */
  public GroupInfoResult exportGroupInfo(
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
  public ExternalCommitResult externalCommit(
      ExternalCommitRequest request, SecureRandom random, long now) {
    try {
      return ExternalJoining.commit(request, offered, random, now);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /**
   * A client's proposal to be added to a group, RFC 9420 section 12.1.8. Whether the group takes it
   * is for its members to decide.
   *
   * @param epoch in which the group will get it
   * @param signer whose key package it is
   * @param keyPackage an MLSMessage
   * @param now seconds since 1970: the key package must be within its lifetime
   */
  public ExternalProposalResult proposeSelf(
      byte[] groupId, long epoch, Signer signer, byte[] keyPackage, long now) {
    try {
      return ExternalProposals.proposeSelf(groupId, epoch, signer, keyPackage, offered, now);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /**
   * A proposal by one of a group's external senders ({@link
   * org.conclave.mls.group.ExternalSender#extension}), RFC 9420 section 12.1.8. A key package is
   * checked as far as it can be without the group.
   *
   * @param now seconds since 1970: a key package must be within its lifetime
   */
  public ExternalProposalResult externalPropose(
      ExternalProposalRequest request, SecureRandom random, long now) {
    try {
      requireOffered(request.proposal());
      return ExternalProposals.propose(request, offered, random, now);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  // Groups that continue others.

  /**
   * Ends a group in favour of another: commits a ReInit and nothing else, RFC 9420 sections 11.2
   * and 12.1.5. In the state after it nothing can be sent, proposed or committed; {@link
   * #reinitialise} sets up the other group from it.
   *
   * @param now seconds since 1970
   */
  public CommitResult commitReInit(
      GroupState state,
      RatchetTree tree,
      Signer signer,
      ReInitRequest request,
      SecureRandom random,
      long now) {
    try {
      requireOffered(request.reInit());
      return new MemberActions(state, tree, signer, limits, random).commit(request, now);
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
  public SuccessorResult reinitialise(SuccessorRequest request, SecureRandom random, long now) {
    try {
      return Succession.reinitialise(request, offered, random, now);
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
  public SuccessorResult branch(
      SuccessorRequest request,
      byte[] groupId,
      List<Extension> groupContextExtensions,
      SecureRandom random,
      long now) {
    try {
      return Succession.branch(request, groupId, groupContextExtensions, offered, random, now);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  // What a state says.

  /** Every member, from left to right. */
  public List<Member> roster(RatchetTree tree) {
    List<Member> members = new ArrayList<>(tree.memberCount());
    tree.forEachLeaf((leaf, index) -> members.add(NewStates.member(index, leaf)));
    return members;
  }

  /** The tree hash that names part T of a state. */
  public byte[] treeHash(byte[] epoch) {
    return EpochPart.decode(epoch).context().treeHash();
  }

  /** RFC 9420 section 8.7. */
  public byte[] epochAuthenticator(byte[] secrets) {
    return SecretsPart.decodeFull(secrets).secrets().epochAuthenticator().expose();
  }

  /**
   * {@code MLS-Exporter}, RFC 9420 section 8.5.
   *
   * @param secrets part S, not retired
   * @param label ASCII
   * @param length in octets, at least 1 and at most 255 hashes of the cipher suite
   */
  public byte[] exporter(byte[] epoch, byte[] secrets, String label, byte[] context, int length) {
    if (!label.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException("an exporter's label is printable ASCII");
    }
    if (length < 1) {
      throw new IllegalArgumentException("nothing to export");
    }
    CipherSuite suite = EpochPart.decode(epoch).suite();
    return SecretsPart.decodeFull(secrets).secrets().export(suite, label, context, length).expose();
  }

  /**
   * The resumption key of an epoch (RFC 9420 section 8.6), to be injected elsewhere.
   *
   * @param epoch part E
   * @param secrets part S, not retired
   */
  public Psk.Resumption resumptionPsk(byte[] epoch, byte[] secrets) {
    GroupContext context = EpochPart.decode(epoch).context();
    return new Psk.Resumption(
        context.groupId(), context.epoch(), SecretsPart.decodeFull(secrets).secrets().resumption());
  }

  /** Part S of a superseded epoch, reduced to what reading its late application messages takes. */
  public byte[] retire(byte[] secrets) {
    SecretsPart part = SecretsPart.decode(secrets);
    return part instanceof SecretsPart.Full full ? full.retire().encoded() : secrets;
  }

  /**
   * The tree that segments yield, to be cached by its tree hash.
   *
   * @param base a tree that is at hand already, on which the first segment builds; null where it is
   *     a full one
   * @throws StateMismatchException if they do not yield one
   */
  public RatchetTree resolveTree(@Nullable RatchetTree base, List<TreeSegment> segments) {
    try {
      return TreeSegment.resolve(base, segments);
    } catch (RuleViolation e) {
      throw new StateMismatchException("the tree segments do not yield a tree: " + e.detail(), e);
    }
  }

  /** What a message says in the clear; nothing if it does not parse. */
  public Optional<MessageHeader> header(byte[] message) {
    try {
      MlsMessage decoded = Decoder.decodeAll(message, MlsMessage::decode);
      MlsMessage.Body body = decoded.body();
      if (body instanceof PrivateMessage p) {
        return Optional.of(new MessageHeader(decoded.wireFormat(), p.groupId(), p.epoch()));
      } else if (body instanceof PublicMessage p) {
        return Optional.of(
            new MessageHeader(decoded.wireFormat(), p.content().groupId(), p.content().epoch()));
      } else if (body instanceof GroupInfo info) {
        return Optional.of(
            new MessageHeader(
                decoded.wireFormat(), info.groupContext().groupId(), info.groupContext().epoch()));
      }
      return Optional.of(new MessageHeader(decoded.wireFormat(), new byte[0], 0));
    } catch (RuleViolation e) {
      return Optional.empty();
    }
  }

  private JoinResult join(JoinRequest request, OptionalLong now) {
    try {
      return Joining.join(request, offered, now);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  private static KeyPackageSummary summary(KeyPackage keyPackage, CipherSuite suite) {
    LeafNode leaf = keyPackage.leafNode();
    Lifetime lifetime =
        leaf.source() instanceof LeafNodeSource.InKeyPackage in
            ? new Lifetime(in.notBefore(), in.notAfter())
            : new Lifetime(0, 0);
    return new KeyPackageSummary(
        keyPackage.reference(suite),
        leaf.credential(),
        leaf.signatureKey(),
        suite.id(),
        lifetime,
        keyPackage.extensions().find(Extension.LAST_RESORT).isPresent());
  }

  /** A group is not ended in favour of one that could not be begun. */
  private void requireOffered(@Nullable ProposalRequest request) throws RuleViolation {
    if (request instanceof ProposalRequest.ReInit reInit) {
      offered.require(reInit.cipherSuite());
    }
  }

  private static LeafNodeSource.InKeyPackage lifetime(Lifetime lifetime) {
    return new LeafNodeSource.InKeyPackage(lifetime.notBefore(), lifetime.notAfter());
  }
}
