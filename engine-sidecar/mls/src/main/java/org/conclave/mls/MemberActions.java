package org.conclave.mls;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.CommitCreator;
import org.conclave.mls.group.CommitPlan;
import org.conclave.mls.group.Epoch;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.group.OwnUpdate;
import org.conclave.mls.group.PrivateFraming;
import org.conclave.mls.group.ProposalReceiver;
import org.conclave.mls.group.PublicFraming;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.FramedContent;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.Sender;
import org.conclave.mls.message.Welcome;
import org.conclave.mls.message.WireFormat;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.RatchetLimits;
import org.conclave.mls.schedule.RowChanges;
import org.conclave.mls.schedule.RowKey.Kind;
import org.conclave.mls.schedule.SecretTree;
import org.conclave.mls.schedule.SecretTree.MessageKey;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.state.PendingPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.RatchetTree;
import org.jspecify.annotations.Nullable;

/** Sends one proposal or one commit. Once closed, none of the secrets that it took is left. */
final class MemberActions implements AutoCloseable {
  private final Epoch epoch;
  private final CipherSuite suite;
  private final EpochPart part;
  private final SecretsPart.Full secrets;
  private final PendingPart pending;
  private final SecretTree rows;
  private final Secret signatureKey;
  private final SecureRandom random;

  MemberActions(
      GroupState state,
      RatchetTree tree,
      Signer signer,
      RatchetLimits limits,
      SecureRandom random) {
    this.part = EpochPart.decode(state.epoch());
    this.epoch = Epoch.of(part, tree);
    this.suite = epoch.suite();
    this.secrets = SecretsPart.decodeFull(state.secrets(), suite);
    this.pending = PendingPart.decode(state.pending());
    this.rows = new SecretTree(suite, part.treeWidth(), state.rows(), limits);
    this.signatureKey = SignerCheck.keyFor(signer, tree.leaf(part.ownLeaf()));
    this.random = random;
  }

  CommitResult commit(CommitRequest request, long now) throws RuleViolation {
    requireOpen();
    return commit(plan(request), now);
  }

  /** Ends the group. */
  CommitResult commit(ReInitRequest request, long now) throws RuleViolation {
    requireOpen();
    ProposalRequest.ReInit reInit = request.reInit();
    return commit(
        new CommitPlan(
            reInit == null ? List.of() : List.of(RequestedProposal.of(reInit)),
            List.of(),
            reInit == null ? CommitPlan.Coverage.REINIT : CommitPlan.Coverage.NOTHING,
            false,
            request.authenticatedData(),
            request.asPublicMessage(),
            true,
            null),
        now);
  }

  private CommitResult commit(CommitPlan plan, long now) throws RuleViolation {
    Optional<MessageKey> key = Optional.empty();
    if (!plan.asPublicMessage()) {
      key = rows.takeNext(part.ownLeaf(), Kind.HANDSHAKE);
      if (key.isEmpty()) {
        return needRows();
      }
    }
    CommitCreator.Created created;
    try {
      created = new CommitCreator(epoch, secrets, pending, signatureKey, random).create(plan, now);
    } finally {
      wipeKey(plan.successor());
    }
    MlsMessage commit = frame(created.commit(), key.orElse(null));
    Welcome welcome = created.welcome();
    NewState next =
        NewStates.after(epoch, secrets, created.next(), NewStates.roster(created.changes()));
    return new CommitCreated(
        commit.encoded(),
        welcome == null ? null : new MlsMessage(welcome).encoded(),
        next,
        plan.asPublicMessage() ? RowChanges.NONE : rows.changes());
  }

  ProposeResult propose(ProposalRequest request, long now) throws RuleViolation {
    requireOpen();
    Optional<MessageKey> key = rows.takeNext(part.ownLeaf(), Kind.HANDSHAKE);
    if (key.isEmpty()) {
      return needRows();
    }
    MemberIdentity successor = null;
    OwnUpdate own = null;
    AuthenticatedContent signed;
    try {
      Proposal proposal;
      if (request instanceof ProposalRequest.Update update) {
        successor = SignerCheck.successor(update.successor(), suite);
        own = OwnUpdate.create(epoch, signatureKey, successor, random);
        proposal = own.proposal();
      } else {
        proposal = RequestedProposal.of(request, part.context().groupId(), suite, random);
      }
      signed = sign(proposal);
    } finally {
      wipeKey(successor);
    }
    PendingPart after =
        ProposalReceiver.receive(
            epoch, pending, signed, own == null ? null : own.leafKey(), OptionalLong.of(now));
    return new ProposalCreated(frame(signed, key.get()).encoded(), after.stored(), rows.changes());
  }

  private AuthenticatedContent sign(Proposal proposal) {
    FramedContent content =
        new FramedContent(
            part.context().groupId(),
            part.context().epoch(),
            new Sender.Member(part.ownLeaf()),
            new byte[0],
            proposal);
    return AuthenticatedContent.sign(
        suite, WireFormat.PRIVATE_MESSAGE, content, epoch.encodedContext(), signatureKey);
  }

  private CommitPlan plan(CommitRequest request) throws RuleViolation {
    List<Proposal> proposals = new ArrayList<>();
    if (request.groupContextExtensions() != null) {
      proposals.add(
          new Proposal.GroupContextExtensions(new Extensions(request.groupContextExtensions())));
    }
    for (int leaf : request.removeLeaves()) {
      proposals.add(new Proposal.Remove(leaf));
    }
    for (byte[] keyPackage : request.addKeyPackages()) {
      proposals.add(new Proposal.Add(MlsMessage.decode(keyPackage, KeyPackage.class)));
    }
    for (Psk.External psk : request.externalPsks()) {
      proposals.add(new Proposal.PreSharedKey(new PreSharedKeyId.External(psk.id(), nonce())));
    }
    for (long past : request.resumptionEpochs()) {
      proposals.add(
          new Proposal.PreSharedKey(
              new PreSharedKeyId.Resumption(
                  PreSharedKeyId.Usage.APPLICATION, part.context().groupId(), past, nonce())));
    }
    List<Psk> psks = new ArrayList<>(request.externalPsks());
    psks.addAll(request.knownPsks());
    return new CommitPlan(
        proposals,
        psks,
        CommitPlan.Coverage.ORDINARY,
        request.forceUpdate(),
        request.authenticatedData(),
        request.asPublicMessage(),
        request.treeInWelcome(),
        SignerCheck.successor(request.successor(), suite));
  }

  private MlsMessage frame(AuthenticatedContent signed, @Nullable MessageKey key) {
    return new MlsMessage(
        key == null
            ? PublicFraming.seal(
                suite, secrets.secrets().membership(), signed, epoch.encodedContext())
            : PrivateFraming.seal(suite, secrets.senderData(), signed, key, 0, random));
  }

  private NeedRows needRows() {
    return new NeedRows(SecretTree.rowsFor(part.ownLeaf(), Kind.HANDSHAKE, part.treeWidth()));
  }

  private void requireOpen() throws RuleViolation {
    if (part.reinitialised()) {
      throw RuleViolation.invalid("12.4.2", "the group was ended by a ReInit");
    }
  }

  private static void wipeKey(@Nullable MemberIdentity successor) {
    if (successor != null) {
      successor.signaturePrivateKey().wipe();
    }
  }

  /** What was answered holds copies. */
  @Override
  public void close() {
    signatureKey.wipe();
    secrets.wipe();
  }

  private byte[] nonce() {
    return suite.randomSecret(random).expose();
  }
}
