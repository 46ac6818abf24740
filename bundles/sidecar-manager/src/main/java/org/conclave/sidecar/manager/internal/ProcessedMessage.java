package org.conclave.sidecar.manager.internal;

import java.util.Optional;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.ProcessOutcome;
import org.conclave.api.engine.Rejection;
import org.conclave.proto.engine.v1.ApplicationMessage;
import org.conclave.proto.engine.v1.CommitProcessed;
import org.conclave.proto.engine.v1.ProcessMessageResponse;
import org.conclave.proto.engine.v1.ProposalStored;

/** What the engine found a message to be, as the API has it. */
final class ProcessedMessage {
  /** The host holds no row from which the message's key could come. */
  static final ProcessOutcome KEY_IS_GONE =
      new ProcessOutcome.Refused(
          new Rejection(
              Rejection.Code.REPLAYED,
              "RFC 9420 9.2",
              "the state holds nothing any more from which the key could be derived"));

  private ProcessedMessage() {}

  /** The outcome of an answer that asks for no more state. */
  static ProcessOutcome outcome(ProcessMessageResponse answer) throws EngineException {
    return switch (answer.getOutcomeCase()) {
      case APPLICATION -> application(answer.getApplication());
      case COMMIT -> commit(answer.getCommit());
      case PROPOSAL -> proposal(answer.getProposal());
      case WRONG_EPOCH ->
          new ProcessOutcome.WrongEpoch(
              answer.getWrongEpoch().getMessageEpoch(), answer.getWrongEpoch().getStateEpoch());
      case REJECTED -> new ProcessOutcome.Refused(FromProto.rejection(answer.getRejected()));
      case NEED_TREE, NEED_ROWS, OUTCOME_NOT_SET -> throw FromProto.unexpected("no outcome");
    };
  }

  private static ProcessOutcome application(ApplicationMessage message) throws EngineException {
    return new ProcessOutcome.Application(
        message.getSenderLeaf(),
        FromProto.bytes(message.getSenderIdentity()),
        message.getGeneration(),
        FromProto.bytes(message.getContent()),
        FromProto.bytes(message.getAuthenticatedData()),
        FromProto.rowChanges(message.getPutRowsList(), message.getDeleteRowsList()));
  }

  private static ProcessOutcome commit(CommitProcessed commit) throws EngineException {
    return new ProcessOutcome.Commit(
        commit.getCommitterLeaf(),
        FromProto.bytes(commit.getCommitterIdentity()),
        FromProto.bytes(commit.getAuthenticatedData()),
        commit.hasState() ? Optional.of(FromProto.newState(commit.getState())) : Optional.empty(),
        FromProto.rowChanges(commit.getPutRowsList(), commit.getDeleteRowsList()));
  }

  private static ProcessOutcome proposal(ProposalStored proposal) throws EngineException {
    return new ProcessOutcome.Proposal(
        FromProto.bytes(proposal.getPending()),
        proposal.getSenderLeaf(),
        FromProto.rowChanges(proposal.getPutRowsList(), proposal.getDeleteRowsList()));
  }
}
