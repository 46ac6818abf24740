package org.conclave.mls;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.group.CommitProcessor;
import org.conclave.mls.group.Epoch;
import org.conclave.mls.group.MessageOpener;
import org.conclave.mls.group.NextEpoch;
import org.conclave.mls.group.ProposalReceiver;
import org.conclave.mls.group.SenderData;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.Commit;
import org.conclave.mls.message.Content;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PrivateMessage;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.PublicMessage;
import org.conclave.mls.message.Sender;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.RatchetLimits;
import org.conclave.mls.schedule.RowChanges;
import org.conclave.mls.schedule.SecretTree;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.state.PendingPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.RatchetTree;
import org.jspecify.annotations.Nullable;

/** Receives one message of a group. Once closed, the decoded part S is not left. */
final class Processing implements AutoCloseable {
  private final EpochPart part;
  private final Epoch epoch;
  private final SecretsPart secrets;
  private final GroupState state;
  private final SecretTree rows;
  private final List<Psk> psks;

  Processing(GroupState state, RatchetTree tree, RatchetLimits limits, List<Psk> psks) {
    this.part = EpochPart.decode(state.epoch());
    this.epoch = Epoch.of(part, tree);
    this.secrets = SecretsPart.decode(state.secrets(), epoch.suite());
    this.state = state;
    this.rows = new SecretTree(epoch.suite(), part.treeWidth(), state.rows(), limits);
    this.psks = List.copyOf(psks);
  }

  ProcessResult process(byte[] message) throws RuleViolation {
    MlsMessage.Body body = Decoder.decodeAll(message, MlsMessage::decode).body();
    if (body instanceof PrivateMessage privateMessage) {
      return process(privateMessage);
    } else if (body instanceof PublicMessage publicMessage) {
      return process(publicMessage);
    }
    throw RuleViolation.malformed("6", "a message that is not for a group to process");
  }

  private ProcessResult process(PrivateMessage message) throws RuleViolation {
    WrongEpoch wrong = wrongEpoch(message.groupId(), message.epoch());
    if (wrong != null) {
      return wrong;
    }
    if (message.contentType() != Content.Type.APPLICATION) {
      requirePresent();
    }
    SenderData sender = SenderData.open(epoch.suite(), secrets.senderData(), message);
    Optional<AuthenticatedContent> opened = new MessageOpener(epoch).open(message, sender, rows);
    if (opened.isEmpty()) {
      return new NeedRows(
          SecretTree.rowsFor(
              sender.leafIndex(), SenderData.ratchetFor(message.contentType()), part.treeWidth()));
    }
    return dispatch(opened.get(), sender.generation());
  }

  private ProcessResult process(PublicMessage message) throws RuleViolation {
    WrongEpoch wrong = wrongEpoch(message.content().groupId(), message.content().epoch());
    if (wrong != null) {
      return wrong;
    }
    AuthenticatedContent opened =
        new MessageOpener(epoch).open(message, requirePresent().secrets().membership());
    if (opened.content().sender() instanceof Sender.Member member
        && member.leafIndex() == part.ownLeaf()) {
      throw RuleViolation.invalid("6.2", "a public message of this member itself");
    }
    return dispatch(opened, 0);
  }

  private ProcessResult dispatch(AuthenticatedContent message, int generation)
      throws RuleViolation {
    Content content = message.content().content();
    if (content instanceof Content.ApplicationData data) {
      return new ApplicationMessage(
          senderOf(message),
          generation,
          data.data(),
          message.content().authenticatedData(),
          rows.changes());
    } else if (content instanceof Proposal) {
      return store(message);
    }
    return apply(message, (Commit) content);
  }

  private ProcessResult store(AuthenticatedContent message) throws RuleViolation {
    requirePresent();
    PendingPart pending =
        ProposalReceiver.receive(
            epoch, PendingPart.decode(state.pending()), message, null, OptionalLong.empty());
    OptionalInt sender =
        message.content().sender() instanceof Sender.Member member
            ? OptionalInt.of(member.leafIndex())
            : OptionalInt.empty();
    ProposalSummary proposed = summary((Proposal) message.content().content(), sender);
    return new ProposalStored(pending.stored(), sender, proposed, rows.changes());
  }

  private ProposalSummary summary(Proposal proposal, OptionalInt sender) throws RuleViolation {
    Member member = null;
    if (proposal instanceof Proposal.Add add) {
      member = NewStates.member(ProposalSummary.UNSETTLED, add.keyPackage().leafNode());
    } else if (proposal instanceof Proposal.Update update && sender.isPresent()) {
      member = NewStates.member(sender.getAsInt(), update.leafNode());
    } else if (proposal instanceof Proposal.Remove remove) {
      int leaf = remove.removed();
      member = NewStates.member(leaf, epoch.tree().requireLeaf(leaf, "12.1.3"));
    }
    return new ProposalSummary(proposal.number(), member);
  }

  private ProcessResult apply(AuthenticatedContent message, Commit commit) throws RuleViolation {
    SecretsPart.Full present = requirePresent();
    CommitProcessor.Applied applied =
        new CommitProcessor(epoch, present, PendingPart.decode(state.pending()), psks)
            .apply(message);
    List<RosterChange> changes = NewStates.roster(applied.changes());
    NextEpoch next = applied.next();
    RowChanges consumed = rows.changes();
    return new CommitApplied(
        applied.committer(),
        committerIdentity(applied.committer(), message.content().sender(), commit),
        message.content().authenticatedData(),
        next == null ? null : NewStates.after(epoch, present, next, changes),
        changes,
        consumed);
  }

  private byte[] committerIdentity(int committer, Sender sender, Commit commit) {
    LeafNode leaf =
        sender instanceof Sender.Member || commit.path() == null
            ? epoch.tree().leaf(committer)
            : commit.path().leafNode();
    return leaf == null ? new byte[0] : leaf.credential().identity();
  }

  private Member senderOf(AuthenticatedContent message) throws RuleViolation {
    int leaf = ((Sender.Member) message.content().sender()).leafIndex();
    return NewStates.member(leaf, epoch.tree().requireLeaf(leaf, "6.3.2"));
  }

  private @Nullable WrongEpoch wrongEpoch(byte[] groupId, long messageEpoch) throws RuleViolation {
    if (!Arrays.equals(groupId, part.context().groupId())) {
      throw RuleViolation.invalid("6", "a message of another group");
    }
    return messageEpoch == part.context().epoch()
        ? null
        : new WrongEpoch(groupId, messageEpoch, part.context().epoch());
  }

  /** What was answered holds copies. */
  @Override
  public void close() {
    secrets.wipe();
  }

  /** The secrets of the epoch, which must neither be superseded nor have ended the group. */
  private SecretsPart.Full requirePresent() throws RuleViolation {
    if (part.reinitialised()) {
      throw RuleViolation.invalid("12.4.2", "the group was ended by a ReInit");
    }
    if (secrets instanceof SecretsPart.Full full) {
      return full;
    }
    throw RuleViolation.invalid("12.4", "a proposal or commit of an epoch that was superseded");
  }
}
