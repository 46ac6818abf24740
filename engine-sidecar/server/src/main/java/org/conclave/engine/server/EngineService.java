package org.conclave.engine.server;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.conclave.engine.backup.HeapBudget;
import org.conclave.mls.MlsEngine;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.proto.engine.launch.EngineContract;
import org.conclave.proto.engine.v1.BranchRequest;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.CommitResponse;
import org.conclave.proto.engine.v1.CreateGroupRequest;
import org.conclave.proto.engine.v1.CreateGroupResponse;
import org.conclave.proto.engine.v1.CreateIdentityRequest;
import org.conclave.proto.engine.v1.CreateIdentityResponse;
import org.conclave.proto.engine.v1.CreateKeyPackageRequest;
import org.conclave.proto.engine.v1.CreateKeyPackageResponse;
import org.conclave.proto.engine.v1.EncryptMessageRequest;
import org.conclave.proto.engine.v1.EncryptMessageResponse;
import org.conclave.proto.engine.v1.EngineGrpc;
import org.conclave.proto.engine.v1.ExportGroupInfoRequest;
import org.conclave.proto.engine.v1.ExportGroupInfoResponse;
import org.conclave.proto.engine.v1.ExportIdentityRequest;
import org.conclave.proto.engine.v1.ExportIdentityResponse;
import org.conclave.proto.engine.v1.ExportRequest;
import org.conclave.proto.engine.v1.ExportResponse;
import org.conclave.proto.engine.v1.ExternalCommitRequest;
import org.conclave.proto.engine.v1.ExternalCommitResponse;
import org.conclave.proto.engine.v1.ExternalProposeRequest;
import org.conclave.proto.engine.v1.ExternalProposeResponse;
import org.conclave.proto.engine.v1.ImportIdentityRequest;
import org.conclave.proto.engine.v1.ImportIdentityResponse;
import org.conclave.proto.engine.v1.InspectKeyPackageRequest;
import org.conclave.proto.engine.v1.InspectKeyPackageResponse;
import org.conclave.proto.engine.v1.JoinGroupRequest;
import org.conclave.proto.engine.v1.JoinGroupResponse;
import org.conclave.proto.engine.v1.PeekSendersRequest;
import org.conclave.proto.engine.v1.PeekSendersResponse;
import org.conclave.proto.engine.v1.PingRequest;
import org.conclave.proto.engine.v1.PingResponse;
import org.conclave.proto.engine.v1.ProcessMessageRequest;
import org.conclave.proto.engine.v1.ProcessMessageResponse;
import org.conclave.proto.engine.v1.ProcessMessagesRequest;
import org.conclave.proto.engine.v1.ProcessMessagesResponse;
import org.conclave.proto.engine.v1.ProposeRequest;
import org.conclave.proto.engine.v1.ProposeResponse;
import org.conclave.proto.engine.v1.ReInitRequest;
import org.conclave.proto.engine.v1.SuccessorResponse;

/**
 * The contract, call by call. Is called on the event loop, and works on threads of its own.
 * Thread-safe.
 */
final class EngineService extends EngineGrpc.EngineImplBase {
  /** Eight trees of 10,000 members. */
  private static final long TREE_CACHE_BYTES = 128L * 1024 * 1024;

  private final CallQueue calls;
  private final CallQueue derivations;
  private final MlsEngine mls;
  private final ClientCalls clients;
  private final GroupCalls groups;
  private final MessageCalls messages;
  private final ProposalCalls proposals;
  private final ExternalJoinCalls joins;
  private final SuccessionCalls successions;
  private final IdentityCalls identities;
  private final TreeCache trees;
  private final WarmUp warmUp;
  private final String version;

  EngineService(
      Executor calls, SecureRandom random, OfferedSuites suites, Faults faults, String version) {
    this.calls =
        new CallQueue(calls, Status.UNAVAILABLE.withDescription("the engine ends"), faults);
    this.derivations =
        new CallQueue(
            derivationCalls(),
            Status.RESOURCE_EXHAUSTED.withDescription("too many identities at once"),
            faults);
    this.mls = new MlsEngine(suites);
    this.trees = new TreeCache(mls, TREE_CACHE_BYTES);
    this.clients = new ClientCalls(mls, random);
    this.groups = new GroupCalls(mls, random, trees);
    this.messages = new MessageCalls(mls, random, trees);
    this.proposals = new ProposalCalls(mls, random, trees);
    this.joins = new ExternalJoinCalls(mls, random, trees);
    this.successions = new SuccessionCalls(mls, random, trees);
    this.identities = new IdentityCalls(HeapBudget.ofThisProcess(trees::clear), random);
    this.warmUp = new WarmUp(mls, random);
    this.version = version;
  }

  @Override
  public void ping(PingRequest request, StreamObserver<PingResponse> observer) {
    observer.onNext(
        PingResponse.newBuilder()
            .setVersion(version)
            .setContract(EngineContract.VERSION)
            .addAllCipherSuites(mls.cipherSuites())
            .setPid(ProcessHandle.current().pid())
            .build());
    observer.onCompleted();
    warmUp.begin();
  }

  @Override
  public void createIdentity(
      CreateIdentityRequest request, StreamObserver<CreateIdentityResponse> observer) {
    answer(request, observer, clients::createIdentity);
  }

  @Override
  public void createKeyPackage(
      CreateKeyPackageRequest request, StreamObserver<CreateKeyPackageResponse> observer) {
    answer(request, observer, clients::createKeyPackage);
  }

  @Override
  public void inspectKeyPackage(
      InspectKeyPackageRequest request, StreamObserver<InspectKeyPackageResponse> observer) {
    answer(request, observer, clients::inspectKeyPackage);
  }

  @Override
  public void createGroup(
      CreateGroupRequest request, StreamObserver<CreateGroupResponse> observer) {
    answer(request, observer, groups::createGroup);
  }

  @Override
  public void commit(CommitRequest request, StreamObserver<CommitResponse> observer) {
    answer(request, observer, groups::commit);
  }

  @Override
  public void joinGroup(JoinGroupRequest request, StreamObserver<JoinGroupResponse> observer) {
    answer(request, observer, groups::joinGroup);
  }

  @Override
  public void propose(ProposeRequest request, StreamObserver<ProposeResponse> observer) {
    answer(request, observer, proposals::propose);
  }

  @Override
  public void exportGroupInfo(
      ExportGroupInfoRequest request, StreamObserver<ExportGroupInfoResponse> observer) {
    answer(request, observer, joins::exportGroupInfo);
  }

  @Override
  public void externalCommit(
      ExternalCommitRequest request, StreamObserver<ExternalCommitResponse> observer) {
    answer(request, observer, joins::externalCommit);
  }

  @Override
  public void externalPropose(
      ExternalProposeRequest request, StreamObserver<ExternalProposeResponse> observer) {
    answer(request, observer, proposals::externalPropose);
  }

  @Override
  public void reInit(ReInitRequest request, StreamObserver<SuccessorResponse> observer) {
    answer(request, observer, successions::reInit);
  }

  @Override
  public void branch(BranchRequest request, StreamObserver<SuccessorResponse> observer) {
    answer(request, observer, successions::branch);
  }

  @Override
  public void export(ExportRequest request, StreamObserver<ExportResponse> observer) {
    answer(request, observer, messages::export);
  }

  @Override
  public void encryptMessage(
      EncryptMessageRequest request, StreamObserver<EncryptMessageResponse> observer) {
    answer(request, observer, messages::encryptMessage);
  }

  @Override
  public void processMessage(
      ProcessMessageRequest request, StreamObserver<ProcessMessageResponse> observer) {
    answer(request, observer, messages::processMessage);
  }

  @Override
  public void peekSenders(
      PeekSendersRequest request, StreamObserver<PeekSendersResponse> observer) {
    answer(request, observer, messages::peekSenders);
  }

  @Override
  public StreamObserver<ProcessMessagesRequest> processMessages(
      StreamObserver<ProcessMessagesResponse> observer) {
    return BatchStream.open(
        (ServerCallStreamObserver<ProcessMessagesResponse>) observer,
        calls,
        start -> new MessageBatch(mls, messages, trees, start));
  }

  @Override
  public void exportIdentity(
      ExportIdentityRequest request, StreamObserver<ExportIdentityResponse> observer) {
    BooleanSupplier cancelled = Context.current()::isCancelled;
    derivations.execute(
        observer,
        () -> {
          identities.export(request, observer, cancelled);
          observer.onCompleted();
        },
        () -> {});
  }

  @Override
  public void importIdentity(
      ImportIdentityRequest request, StreamObserver<ImportIdentityResponse> observer) {
    BooleanSupplier cancelled = Context.current()::isCancelled;
    derivations.execute(
        observer,
        () -> {
          identities.importIdentity(request, observer, cancelled);
          observer.onCompleted();
        },
        () -> {});
  }

  private <Q extends Message, A> void answer(
      Q request, StreamObserver<A> observer, Function<Q, A> call) {
    calls.answer(
        request,
        observer,
        checked -> {
          CountLimits.check(checked);
          return call.apply(checked);
        });
  }

  /** So few at a time that they cannot fill the heap with what they carry. */
  private static Executor derivationCalls() {
    return new ThreadPoolExecutor(
        0,
        4,
        1,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        work -> {
          Thread thread = new Thread(work, "identity call");
          thread.setDaemon(true);
          return thread;
        });
  }
}
