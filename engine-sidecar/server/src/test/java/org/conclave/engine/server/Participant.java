package org.conclave.engine.server;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.conclave.proto.engine.v1.CommitCreated;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.CommitResponse;
import org.conclave.proto.engine.v1.CreateGroupRequest;
import org.conclave.proto.engine.v1.CreateIdentityRequest;
import org.conclave.proto.engine.v1.CreateIdentityResponse;
import org.conclave.proto.engine.v1.CreateKeyPackageRequest;
import org.conclave.proto.engine.v1.CreateKeyPackageResponse;
import org.conclave.proto.engine.v1.EncryptMessageRequest;
import org.conclave.proto.engine.v1.EncryptMessageResponse;
import org.conclave.proto.engine.v1.Encrypted;
import org.conclave.proto.engine.v1.EngineGrpc.EngineBlockingStub;
import org.conclave.proto.engine.v1.GroupState;
import org.conclave.proto.engine.v1.JoinGroupRequest;
import org.conclave.proto.engine.v1.JoinGroupResponse;
import org.conclave.proto.engine.v1.KeyPackagePrivate;
import org.conclave.proto.engine.v1.Lifetime;
import org.conclave.proto.engine.v1.NeedRows;
import org.conclave.proto.engine.v1.NewState;
import org.conclave.proto.engine.v1.ProcessMessageRequest;
import org.conclave.proto.engine.v1.ProcessMessageResponse;
import org.conclave.proto.engine.v1.ProposalContent;
import org.conclave.proto.engine.v1.ProposeRequest;
import org.conclave.proto.engine.v1.ProposeResponse;
import org.conclave.proto.engine.v1.Row;
import org.conclave.proto.engine.v1.RowKey;
import org.conclave.proto.engine.v1.Signer;
import org.conclave.proto.engine.v1.TreeSegment;

/**
 * A member as a host plays one: keeps the state, calls the engine, answers what it asks. Sends no
 * rows and no tree of its own accord, so that every call goes through the questions.
 */
final class Participant {
  private final Supplier<EngineBlockingStub> engine;
  private Signer signer;
  private final Map<RowKey, Row> rows = new LinkedHashMap<>();
  private final List<TreeSegment> tree = new ArrayList<>();
  private NewState state = NewState.getDefaultInstance();
  private ByteString pending = ByteString.EMPTY;
  int treeQuestions;
  int rowQuestions;

  Participant(String name, Supplier<EngineBlockingStub> engine) {
    this.engine = engine;
    CreateIdentityResponse identity =
        engine.get().createIdentity(CreateIdentityRequest.newBuilder().setCipherSuite(1).build());
    signer =
        Signer.newBuilder()
            .setCipherSuite(1)
            .setIdentity(ByteString.copyFromUtf8(name))
            .setSignatureKey(identity.getSignatureKey())
            .setSignaturePrivateKey(identity.getSignaturePrivateKey())
            .build();
  }

  Participant(Signer signer, Supplier<EngineBlockingStub> engine) {
    this.engine = engine;
    this.signer = signer;
  }

  static long now() {
    return Instant.now().getEpochSecond();
  }

  static Lifetime lifetime() {
    return Lifetime.newBuilder().setNotBefore(now() - 60).setNotAfter(now() + 3_600).build();
  }

  Signer signer() {
    return signer;
  }

  /** Signs with another key from now on. */
  void become(Signer successor) {
    signer = successor;
  }

  NewState state() {
    return state;
  }

  ByteString epochAuthenticator() {
    return state.getSummary().getEpochAuthenticator();
  }

  CreateKeyPackageResponse createKeyPackage() {
    return engine
        .get()
        .createKeyPackage(
            CreateKeyPackageRequest.newBuilder()
                .setSigner(signer)
                .setLifetime(lifetime())
                .addExtensionTypes(0xF0C1)
                .build());
  }

  void found(ByteString group) {
    go(
        engine
            .get()
            .createGroup(
                CreateGroupRequest.newBuilder()
                    .setGroupId(group)
                    .setSigner(signer)
                    .setLifetime(lifetime())
                    .addExtensionTypes(0xF0C1)
                    .build())
            .getState());
  }

  JoinGroupResponse join(ByteString welcome, CreateKeyPackageResponse keyPackage) {
    JoinGroupResponse answer =
        engine
            .get()
            .joinGroup(
                JoinGroupRequest.newBuilder()
                    .setWelcome(welcome)
                    .setSigner(signer)
                    .setNow(now())
                    .addKeyPackages(
                        KeyPackagePrivate.newBuilder()
                            .setKeyPackage(keyPackage.getKeyPackage())
                            .setPrivatePart(keyPackage.getPrivatePart()))
                    .build());
    if (answer.hasJoined()) {
      go(answer.getJoined().getState());
    }
    return answer;
  }

  /** Makes a commit and does not yet go on with it. */
  CommitCreated commit(CommitRequest.Builder request) {
    GroupState.Builder sent = stateOnly();
    while (true) {
      CommitResponse answer =
          engine.get().commit(request.setState(sent).setSigner(signer).setNow(now()).build());
      if (answer.hasNeedTree()) {
        supplyTree(sent);
      } else if (answer.hasNeedRows()) {
        supplyRows(sent, answer.getNeedRows());
      } else if (answer.hasCreated()) {
        return answer.getCreated();
      } else {
        throw new AssertionError(answer);
      }
    }
  }

  /** Encrypts without storing what the call consumed. */
  Encrypted encryptOnly(String text) {
    GroupState.Builder sent = stateOnly();
    while (true) {
      EncryptMessageResponse answer =
          engine
              .get()
              .encryptMessage(
                  EncryptMessageRequest.newBuilder()
                      .setState(sent)
                      .setSigner(signer)
                      .setContent(ByteString.copyFromUtf8(text))
                      .build());
      if (answer.hasNeedRows()) {
        supplyRows(sent, answer.getNeedRows());
      } else if (answer.hasEncrypted()) {
        return answer.getEncrypted();
      } else {
        throw new AssertionError(answer);
      }
    }
  }

  ByteString encrypt(String text) {
    Encrypted encrypted = encryptOnly(text);
    store(encrypted);
    return encrypted.getMessage();
  }

  /** Stores what an encryption consumed. */
  void store(Encrypted encrypted) {
    apply(encrypted.getPutRowsList(), encrypted.getDeleteRowsList());
  }

  /** Processes a message without storing what came of it. */
  ProcessMessageResponse processOnly(ByteString message) {
    GroupState.Builder sent = stateOnly();
    while (true) {
      ProcessMessageResponse answer =
          engine
              .get()
              .processMessage(
                  ProcessMessageRequest.newBuilder()
                      .setState(sent)
                      .setMessage(message)
                      .setNow(now())
                      .setSigner(signer.toBuilder().clearSignaturePrivateKey())
                      .build());
      if (answer.hasNeedTree()) {
        supplyTree(sent);
      } else if (answer.hasNeedRows()) {
        supplyRows(sent, answer.getNeedRows());
      } else {
        return answer;
      }
    }
  }

  ProcessMessageResponse process(ByteString message) {
    ProcessMessageResponse answer = processOnly(message);
    if (answer.hasApplication()) {
      apply(answer.getApplication().getPutRowsList(), answer.getApplication().getDeleteRowsList());
    } else if (answer.hasProposal()) {
      pending = answer.getProposal().getPending();
      apply(answer.getProposal().getPutRowsList(), answer.getProposal().getDeleteRowsList());
    } else if (answer.hasCommit() && answer.getCommit().hasState()) {
      go(answer.getCommit().getState());
    }
    return answer;
  }

  /** Makes a proposal and keeps it. */
  ByteString propose(ProposalContent.Builder proposal) {
    return propose(ProposeRequest.newBuilder().setProposal(proposal));
  }

  /** The same for what brings a new credential. */
  ByteString propose(ProposalContent.Builder proposal, Signer successor) {
    return propose(ProposeRequest.newBuilder().setProposal(proposal).setSuccessor(successor));
  }

  private ByteString propose(ProposeRequest.Builder request) {
    GroupState.Builder sent = stateOnly();
    while (true) {
      ProposeResponse answer =
          engine.get().propose(request.setState(sent).setSigner(signer).setNow(now()).build());
      if (answer.hasNeedTree()) {
        supplyTree(sent);
      } else if (answer.hasNeedRows()) {
        supplyRows(sent, answer.getNeedRows());
      } else if (answer.hasCreated()) {
        pending = answer.getCreated().getPending();
        apply(answer.getCreated().getPutRowsList(), answer.getCreated().getDeleteRowsList());
        return answer.getCreated().getMessage();
      } else {
        throw new AssertionError(answer);
      }
    }
  }

  /** Goes on with a new state. */
  void go(NewState next) {
    rows.clear();
    next.getRowsList().forEach(row -> rows.put(row.getKey(), row));
    if (next.hasTree()) {
      if (next.getTree().getBaseTreeHash().isEmpty()) {
        tree.clear();
      }
      tree.add(next.getTree());
    }
    pending = ByteString.EMPTY;
    state = next;
  }

  GroupState.Builder stateOnly() {
    return GroupState.newBuilder()
        .setEpoch(state.getEpoch())
        .setSecrets(state.getSecrets())
        .setPending(pending)
        .setTreeHash(state.getTreeHash());
  }

  GroupState.Builder wholeState() {
    return stateOnly().addAllRows(rows.values()).addAllTree(tree);
  }

  /** The existing rows among {@code keys}. */
  List<Row> existing(List<RowKey> keys) {
    return keys.stream().filter(rows::containsKey).map(rows::get).toList();
  }

  Map<RowKey, Row> rows() {
    return Map.copyOf(rows);
  }

  List<TreeSegment> tree() {
    return List.copyOf(tree);
  }

  private void supplyTree(GroupState.Builder sent) {
    treeQuestions++;
    sent.addAllTree(tree);
  }

  private void supplyRows(GroupState.Builder sent, NeedRows need) {
    rowQuestions++;
    int before = sent.getRowsCount();
    need.getKeysList().stream().filter(rows::containsKey).map(rows::get).forEach(sent::addRows);
    if (sent.getRowsCount() == before) {
      throw new MissingRowException();
    }
  }

  void apply(List<Row> put, List<RowKey> deleted) {
    deleted.forEach(rows::remove);
    put.forEach(row -> rows.put(row.getKey(), row));
  }

  /** None of the rows exists: the key was used and deleted. */
  static final class MissingRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
