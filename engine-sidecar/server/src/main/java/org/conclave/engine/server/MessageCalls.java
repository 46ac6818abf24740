package org.conclave.engine.server;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.conclave.mls.MlsEngine;
import org.conclave.mls.PeekResult;
import org.conclave.mls.ProcessResult;
import org.conclave.mls.ProtectRequest;
import org.conclave.mls.ProtectResult;
import org.conclave.mls.ProtectedMessage;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.proto.engine.v1.ApplicationMessage;
import org.conclave.proto.engine.v1.CommitProcessed;
import org.conclave.proto.engine.v1.EncryptMessageRequest;
import org.conclave.proto.engine.v1.EncryptMessageResponse;
import org.conclave.proto.engine.v1.Encrypted;
import org.conclave.proto.engine.v1.ExportRequest;
import org.conclave.proto.engine.v1.ExportResponse;
import org.conclave.proto.engine.v1.NeedTree;
import org.conclave.proto.engine.v1.PastEpoch;
import org.conclave.proto.engine.v1.PeekSendersRequest;
import org.conclave.proto.engine.v1.PeekSendersResponse;
import org.conclave.proto.engine.v1.PeekedSender;
import org.conclave.proto.engine.v1.PeekedSenders;
import org.conclave.proto.engine.v1.PreSharedKey;
import org.conclave.proto.engine.v1.ProcessMessageRequest;
import org.conclave.proto.engine.v1.ProcessMessageResponse;
import org.conclave.proto.engine.v1.ProposalStored;
import org.conclave.proto.engine.v1.WrongEpoch;

/** The calls of the contract that concern messages of a group. Thread-safe. */
final class MessageCalls {
  /** Hides the exact length of what people write, for at most this many bytes each. */
  private static final int PADDING_BLOCK = 256;

  private final MlsEngine mls;
  private final SecureRandom random;
  private final TreeCache trees;

  MessageCalls(MlsEngine mls, SecureRandom random, TreeCache trees) {
    this.mls = mls;
    this.random = random;
    this.trees = trees;
  }

  /** Needs no tree, so that it costs the same in a group of any size. */
  EncryptMessageResponse encryptMessage(EncryptMessageRequest request) {
    ProtectResult result =
        mls.protect(
            Inputs.state(request.getState()),
            Inputs.signer(request.getSigner()),
            new ProtectRequest(
                request.getContent().toByteArray(),
                request.getAuthenticatedData().toByteArray(),
                PADDING_BLOCK),
            random);
    EncryptMessageResponse.Builder answer = EncryptMessageResponse.newBuilder();
    if (result instanceof ProtectedMessage message) {
      answer.setEncrypted(
          Encrypted.newBuilder()
              .setMessage(Outputs.bytes(message.message()))
              .setGeneration(message.generation())
              .addAllPutRows(Outputs.rows(message.rows().put()))
              .addAllDeleteRows(Outputs.rowKeys(message.rows().deleted())));
    } else if (result instanceof org.conclave.mls.NeedRows need) {
      answer.setNeedRows(Outputs.needRows(need));
    } else if (result instanceof org.conclave.mls.Rejected rejected) {
      answer.setRejected(Outputs.rejected(rejected));
    }
    return answer.build();
  }

  ProcessMessageResponse processMessage(ProcessMessageRequest request) {
    ByteString treeHash = request.getState().getTreeHash();
    Optional<RatchetTree> tree = trees.resolve(treeHash, Inputs.tree(request.getState()));
    if (tree.isEmpty()) {
      return ProcessMessageResponse.newBuilder()
          .setNeedTree(NeedTree.newBuilder().setTreeHash(treeHash))
          .build();
    }
    ProcessResult result =
        mls.process(
            Inputs.state(request.getState()),
            tree.get(),
            request.getMessage().toByteArray(),
            psks(request.getExternalPsksList(), request.getKnownEpochsList()));
    return outcome(result, treeHash);
  }

  /** What became of a message that was processed under the tree {@code treeHash}. */
  ProcessMessageResponse outcome(ProcessResult result, ByteString treeHash) {
    ProcessMessageResponse.Builder answer = ProcessMessageResponse.newBuilder();
    if (result instanceof org.conclave.mls.ApplicationMessage message) {
      answer.setApplication(application(message));
    } else if (result instanceof org.conclave.mls.CommitApplied applied) {
      answer.setCommit(commit(applied, treeHash));
    } else if (result instanceof org.conclave.mls.ProposalStored stored) {
      answer.setProposal(
          ProposalStored.newBuilder()
              .setPending(Outputs.bytes(stored.pending()))
              .setSenderLeaf(stored.senderLeaf().orElse(0))
              .setFromOutside(stored.senderLeaf().isEmpty())
              .setProposed(Outputs.proposed(stored.proposed()))
              .addAllPutRows(Outputs.rows(stored.rows().put()))
              .addAllDeleteRows(Outputs.rowKeys(stored.rows().deleted())));
    } else if (result instanceof org.conclave.mls.NeedRows need) {
      answer.setNeedRows(Outputs.needRows(need));
    } else if (result instanceof org.conclave.mls.WrongEpoch wrong) {
      answer.setWrongEpoch(
          WrongEpoch.newBuilder()
              .setGroupId(Outputs.bytes(wrong.groupId()))
              .setMessageEpoch(wrong.messageEpoch())
              .setStateEpoch(wrong.stateEpoch()));
    } else if (result instanceof org.conclave.mls.Rejected rejected) {
      answer.setRejected(Outputs.rejected(rejected));
    }
    return answer.build();
  }

  /** What a commit may inject besides the resumption keys of its own group. */
  List<Psk> psks(List<PreSharedKey> external, List<PastEpoch> knownEpochs) {
    List<Psk> psks = new ArrayList<>(Inputs.externalPsks(external));
    for (PastEpoch known : knownEpochs) {
      psks.add(mls.resumptionPsk(known.getEpoch().toByteArray(), known.getSecrets().toByteArray()));
    }
    return psks;
  }

  ExportResponse export(ExportRequest request) {
    byte[] exported =
        mls.exporter(
            request.getEpoch().toByteArray(),
            request.getSecrets().toByteArray(),
            request.getLabel(),
            request.getContext().toByteArray(),
            request.getLength());
    return ExportResponse.newBuilder().setSecret(Outputs.bytes(exported)).build();
  }

  /** Needs no tree either. */
  PeekSendersResponse peekSenders(PeekSendersRequest request) {
    byte[] epoch = request.getState().getEpoch().toByteArray();
    byte[] secrets = request.getState().getSecrets().toByteArray();
    PeekedSenders.Builder senders = PeekedSenders.newBuilder();
    for (ByteString message : request.getMessagesList()) {
      senders.addSenders(peeked(mls.peekSender(epoch, secrets, message.toByteArray())));
    }
    return PeekSendersResponse.newBuilder().setSenders(senders).build();
  }

  private static PeekedSender peeked(PeekResult result) {
    PeekedSender.Builder answer = PeekedSender.newBuilder();
    if (result instanceof org.conclave.mls.PeekedSender sender) {
      answer.setSender(
          PeekedSender.Sender.newBuilder()
              .setLeaf(sender.leaf())
              .setKind(Outputs.rowKind(sender.kind()))
              .setGeneration(sender.generation())
              .addAllRows(Outputs.rowKeys(sender.rows())));
    } else if (result instanceof org.conclave.mls.Rejected rejected) {
      answer.setRejected(Outputs.rejected(rejected));
    }
    return answer.build();
  }

  private static ApplicationMessage application(org.conclave.mls.ApplicationMessage message) {
    return ApplicationMessage.newBuilder()
        .setSenderLeaf(message.sender().leaf())
        .setSenderIdentity(Outputs.bytes(message.sender().identity()))
        .setGeneration(message.generation())
        .setContent(Outputs.bytes(message.content()))
        .setAuthenticatedData(Outputs.bytes(message.authenticatedData()))
        .addAllPutRows(Outputs.rows(message.rows().put()))
        .addAllDeleteRows(Outputs.rowKeys(message.rows().deleted()))
        .build();
  }

  private CommitProcessed commit(
      org.conclave.mls.CommitApplied applied, ByteString treeHashBefore) {
    CommitProcessed.Builder message =
        CommitProcessed.newBuilder()
            .setCommitterLeaf(applied.committerLeaf())
            .setCommitterIdentity(Outputs.bytes(applied.committerIdentity()))
            .setAuthenticatedData(Outputs.bytes(applied.authenticatedData()))
            .setRemovedSelf(applied.selfRemoved())
            .addAllPutRows(Outputs.rows(applied.consumed().put()))
            .addAllDeleteRows(Outputs.rowKeys(applied.consumed().deleted()));
    org.conclave.mls.NewState state = applied.state();
    if (state != null) {
      trees.add(state.tree());
      message.setState(Outputs.newState(state, treeHashBefore.toByteArray()));
    }
    return message.build();
  }
}
