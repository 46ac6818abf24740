package org.conclave.sidecar.manager.internal;

import com.google.protobuf.UnsafeByteOperations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.BatchOutcome;
import org.conclave.api.engine.CipherSuite;
import org.conclave.api.engine.CommitOutcome;
import org.conclave.api.engine.CommitProposals;
import org.conclave.api.engine.CryptoEngine;
import org.conclave.api.engine.EncryptOutcome;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.GroupExtension;
import org.conclave.api.engine.GroupStateView;
import org.conclave.api.engine.ImportOutcome;
import org.conclave.api.engine.JoinOutcome;
import org.conclave.api.engine.KeyPackage;
import org.conclave.api.engine.KeyPackageInspection;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.engine.NewState;
import org.conclave.api.engine.ProcessOutcome;
import org.conclave.api.engine.ProgressListener;
import org.conclave.api.engine.SignatureKeyPair;
import org.conclave.api.engine.Signer;
import org.conclave.api.identity.GroupId;
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
import org.conclave.proto.engine.v1.EngineGrpc;
import org.conclave.proto.engine.v1.InspectKeyPackageRequest;
import org.conclave.proto.engine.v1.InspectKeyPackageResponse;
import org.conclave.proto.engine.v1.JoinGroupRequest;
import org.conclave.proto.engine.v1.JoinGroupResponse;
import org.conclave.proto.engine.v1.Joined;
import org.conclave.proto.engine.v1.KeyPackagePrivate;
import org.conclave.proto.engine.v1.KeyPackageSummary;
import org.conclave.proto.engine.v1.ProcessMessageRequest;
import org.conclave.proto.engine.v1.ProcessMessageResponse;
import org.conclave.proto.engine.v1.Rejected;

/**
 * The engine in its process, as a service of the host. Answers what the engine asks of the state
 * while the caller waits, so that the caller sees an outcome only. Thread-safe.
 */
final class SidecarCryptoEngine implements CryptoEngine {
  /** A respawn, twice over, and the call itself. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** Work that grows with the group: at 10,000 members it takes seconds by itself. */
  private static final Duration GROUP_LIMIT = Duration.ofSeconds(60);

  /** What each message of a batch adds. */
  private static final Duration MESSAGE_LIMIT = Duration.ofMillis(20);

  private final RepeatingCaller calls;
  private final BackupCalls backups;

  SidecarCryptoEngine(RepeatingCaller calls) {
    this.calls = calls;
    this.backups = new BackupCalls(calls);
  }

  @Override
  public SignatureKeyPair createIdentity() throws EngineException {
    CreateIdentityResponse created =
        calls.call(
            EngineGrpc.getCreateIdentityMethod(),
            CreateIdentityRequest.newBuilder()
                .setCipherSuite(CipherSuite.CLASSICAL.number())
                .build(),
            LIMIT);
    return new SignatureKeyPair(
        FromProto.bytes(created.getSignatureKey()),
        FromProto.secret(created.getSignaturePrivateKey()));
  }

  @Override
  public KeyPackage createKeyPackage(Signer signer, Lifetime lifetime, boolean lastResort)
      throws EngineException {
    try (SigningMaterial signing = SigningMaterial.secret(signer)) {
      CreateKeyPackageResponse created =
          calls.call(
              EngineGrpc.getCreateKeyPackageMethod(),
              CreateKeyPackageRequest.newBuilder()
                  .setSigner(signing.message())
                  .setLifetime(ToProto.lifetime(lifetime))
                  .setLastResort(lastResort)
                  .addExtensionTypes(GroupExtension.GROUP_PROFILE)
                  .build(),
              LIMIT);
      return new KeyPackage(
          FromProto.bytes(created.getReference()),
          FromProto.bytes(created.getKeyPackage()),
          FromProto.secret(created.getPrivatePart()),
          lastResort,
          lifetime);
    }
  }

  @Override
  public KeyPackageInspection inspectKeyPackage(Bytes keyPackage, Instant now)
      throws EngineException {
    InspectKeyPackageResponse answer =
        calls.call(
            EngineGrpc.getInspectKeyPackageMethod(),
            InspectKeyPackageRequest.newBuilder()
                .setKeyPackage(ToProto.bytes(keyPackage))
                .setNow(now.getEpochSecond())
                .build(),
            LIMIT);
    return switch (answer.getOutcomeCase()) {
      case VALID -> {
        KeyPackageSummary valid = answer.getValid();
        yield new KeyPackageInspection.Valid(
            FromProto.bytes(valid.getReference()),
            FromProto.bytes(valid.getIdentity()),
            FromProto.bytes(valid.getSignatureKey()),
            FromProto.lifetime(valid.getLifetime()),
            valid.getLastResort());
      }
      case REJECTED -> new KeyPackageInspection.Invalid(FromProto.rejection(answer.getRejected()));
      case OUTCOME_NOT_SET -> throw FromProto.unexpected("no outcome");
    };
  }

  @Override
  public NewState createGroup(
      GroupId group, Signer signer, Lifetime lifetime, List<GroupExtension> extensions)
      throws EngineException {
    try (SigningMaterial signing = SigningMaterial.secret(signer)) {
      CreateGroupRequest.Builder request =
          CreateGroupRequest.newBuilder()
              .setGroupId(ToProto.bytes(group.value()))
              .setSigner(signing.message())
              .setLifetime(ToProto.lifetime(lifetime))
              .addExtensionTypes(GroupExtension.GROUP_PROFILE);
      extensions.forEach(
          extension -> request.addGroupContextExtensions(ToProto.extension(extension)));
      return FromProto.newState(
          calls.call(EngineGrpc.getCreateGroupMethod(), request.build(), LIMIT).getState());
    }
  }

  @Override
  public CommitOutcome commit(
      GroupStateView state,
      Signer signer,
      CommitProposals proposals,
      Bytes authenticatedData,
      Instant now)
      throws EngineException {
    try (StateExchange exchange = new StateExchange(state);
        SigningMaterial signing = SigningMaterial.secret(signer)) {
      CommitRequest.Builder request =
          CommitRequest.newBuilder()
              .setSigner(signing.message())
              .setNow(now.getEpochSecond())
              .addAllRemoveLeaves(proposals.remove())
              .setUpdate(proposals.update())
              .setReplaceExtensions(proposals.extensions().isPresent())
              .setAuthenticatedData(ToProto.bytes(authenticatedData));
      proposals.add().forEach(added -> request.addAddKeyPackages(ToProto.bytes(added)));
      proposals
          .extensions()
          .ifPresent(
              all -> all.forEach(one -> request.addGroupContextExtensions(ToProto.extension(one))));
      while (true) {
        CommitResponse answer =
            calls.call(
                EngineGrpc.getCommitMethod(),
                request.setState(exchange.state()).build(),
                GROUP_LIMIT);
        switch (answer.getOutcomeCase()) {
          case CREATED -> {
            return created(answer.getCreated());
          }
          case REJECTED -> {
            return new CommitOutcome.Refused(FromProto.rejection(answer.getRejected()));
          }
          case NEED_TREE -> exchange.supplyTree();
          case NEED_ROWS -> exchange.supplyOwn(answer.getNeedRows());
          case OUTCOME_NOT_SET -> throw FromProto.unexpected("no outcome");
        }
      }
    }
  }

  @Override
  public JoinOutcome join(Bytes welcome, Signer signer, List<KeyPackage> keyPackages, Instant now)
      throws EngineException {
    List<byte[]> copies = new ArrayList<>();
    try (SigningMaterial signing = SigningMaterial.secret(signer)) {
      JoinGroupRequest.Builder request =
          JoinGroupRequest.newBuilder()
              .setWelcome(ToProto.bytes(welcome))
              .setSigner(signing.message())
              .setNow(now.getEpochSecond());
      for (KeyPackage keyPackage : keyPackages) {
        byte[] privatePart = keyPackage.privatePart().toByteArray();
        copies.add(privatePart);
        request.addKeyPackages(
            KeyPackagePrivate.newBuilder()
                .setKeyPackage(ToProto.bytes(keyPackage.message()))
                .setPrivatePart(UnsafeByteOperations.unsafeWrap(privatePart)));
      }
      JoinGroupResponse answer =
          calls.call(EngineGrpc.getJoinGroupMethod(), request.build(), GROUP_LIMIT);
      return switch (answer.getOutcomeCase()) {
        case JOINED -> {
          Joined joined = answer.getJoined();
          yield new JoinOutcome.Joined(
              FromProto.newState(joined.getState()),
              FromProto.bytes(joined.getKeyPackageReference()),
              joined.getInviterLeaf());
        }
        case REJECTED -> new JoinOutcome.Refused(FromProto.rejection(answer.getRejected()));
        // No group of ours continues another, so that nobody who is honest invites into one.
        case NEED_PREDECESSOR ->
            new JoinOutcome.Refused(
                FromProto.rejection(
                    Rejected.newBuilder()
                        .setCode(Rejected.Code.UNSUPPORTED)
                        .setRule("RFC 9420 12.4.3.1")
                        .setDetail("a Welcome that reinitialises or branches a group")
                        .build()));
        case NEED_TREE, OUTCOME_NOT_SET -> throw FromProto.unexpected("no outcome");
      };
    } finally {
      copies.forEach(copy -> Arrays.fill(copy, (byte) 0));
    }
  }

  @Override
  public EncryptOutcome encrypt(
      GroupStateView state, Signer signer, Bytes content, Bytes authenticatedData)
      throws EngineException {
    try (StateExchange exchange = new StateExchange(state);
        SigningMaterial signing = SigningMaterial.secret(signer)) {
      EncryptMessageRequest.Builder request =
          EncryptMessageRequest.newBuilder()
              .setSigner(signing.message())
              .setContent(ToProto.bytes(content))
              .setAuthenticatedData(ToProto.bytes(authenticatedData));
      while (true) {
        EncryptMessageResponse answer =
            calls.call(
                EngineGrpc.getEncryptMessageMethod(),
                request.setState(exchange.state()).build(),
                LIMIT);
        switch (answer.getOutcomeCase()) {
          case ENCRYPTED -> {
            Encrypted encrypted = answer.getEncrypted();
            return new EncryptOutcome.Encrypted(
                FromProto.bytes(encrypted.getMessage()),
                encrypted.getGeneration(),
                FromProto.rowChanges(encrypted.getPutRowsList(), encrypted.getDeleteRowsList()));
          }
          case REJECTED -> {
            return new EncryptOutcome.Refused(FromProto.rejection(answer.getRejected()));
          }
          case NEED_TREE -> exchange.supplyTree();
          case NEED_ROWS -> exchange.supplyOwn(answer.getNeedRows());
          case OUTCOME_NOT_SET -> throw FromProto.unexpected("no outcome");
        }
      }
    }
  }

  @Override
  public ProcessOutcome process(GroupStateView state, Signer signer, Bytes message, Instant now)
      throws EngineException {
    try (StateExchange exchange = new StateExchange(state);
        SigningMaterial signing = SigningMaterial.publicOnly(signer)) {
      ProcessMessageRequest.Builder request =
          ProcessMessageRequest.newBuilder()
              .setSigner(signing.message())
              .setMessage(ToProto.bytes(message))
              .setNow(now.getEpochSecond());
      while (true) {
        ProcessMessageResponse answer =
            calls.call(
                EngineGrpc.getProcessMessageMethod(),
                request.setState(exchange.state()).build(),
                GROUP_LIMIT);
        switch (answer.getOutcomeCase()) {
          case NEED_TREE -> exchange.supplyTree();
          case NEED_ROWS -> {
            if (!exchange.supply(answer.getNeedRows())) {
              return ProcessedMessage.KEY_IS_GONE;
            }
          }
          default -> {
            return ProcessedMessage.outcome(answer);
          }
        }
      }
    }
  }

  @Override
  public BatchOutcome processAll(
      GroupStateView state, Signer signer, List<Bytes> messages, Instant now)
      throws EngineException {
    return calls.converse(
        EngineGrpc.getProcessMessagesMethod(),
        GROUP_LIMIT.plus(MESSAGE_LIMIT.multipliedBy(messages.size())),
        call -> CatchUp.over(call, state, signer, messages, now));
  }

  @Override
  public Bytes exportIdentity(
      SecretBytes payload, SecretBytes passphrase, ProgressListener progress)
      throws EngineException {
    return backups.export(payload, passphrase, progress);
  }

  @Override
  public ImportOutcome importIdentity(
      Bytes backup, SecretBytes passphrase, ProgressListener progress) throws EngineException {
    return backups.importIdentity(backup, passphrase, progress);
  }

  private static CommitOutcome.Created created(CommitCreated created) throws EngineException {
    return new CommitOutcome.Created(
        FromProto.bytes(created.getCommit()),
        created.getWelcome().isEmpty()
            ? Optional.empty()
            : Optional.of(FromProto.bytes(created.getWelcome())),
        FromProto.newState(created.getState()),
        FromProto.rowChanges(created.getPutRowsList(), created.getDeleteRowsList()));
  }
}
