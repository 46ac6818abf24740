package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.Row;
import org.conclave.mls.schedule.RowChanges;
import org.conclave.mls.schedule.RowKey;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.RatchetTree;

/**
 * A member's device as a host would keep it: all state in its stored form, rows given to a call
 * only when it asks for them.
 */
final class Device {
  static final long NOW = 1_750_000_000L;
  static final int PRIVATE_EXTENSION = 0xF0C1;
  static final byte[] GROUP_ID = "group".getBytes(StandardCharsets.US_ASCII);

  final MlsEngine engine;
  private final SecureRandom random;
  Signer signer;
  final Map<RowKey, Row> rows = new LinkedHashMap<>();
  long now = NOW;
  NewState state;
  byte[] pending = new byte[0];

  Device(String name) {
    this(name, CipherSuites.DEFAULT);
  }

  Device(String name, int suite) {
    this(
        name,
        suite,
        new MlsEngine(
            suite == CipherSuites.X_WING
                ? OfferedSuites.WITH_POST_QUANTUM
                : OfferedSuites.RFC_9420));
  }

  Device(String name, int suite, MlsEngine engine) {
    this(name, suite, engine, new SecureRandom());
  }

  Device(String name, int suite, MlsEngine engine, SecureRandom random) {
    this.engine = engine;
    this.random = random;
    SignatureKeyPair pair = engine.createIdentity(suite, random);
    this.signer = new Signer(suite, bytes(name), pair.publicKey(), pair.privateKey());
  }

  Device(Signer signer) {
    this.engine = new MlsEngine();
    this.random = new SecureRandom();
    this.signer = signer;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Lifetime lifetime() {
    return lifetime(NOW);
  }

  private static Lifetime lifetime(long now) {
    return new Lifetime(now - 3600, now + 86_400);
  }

  KeyPackageBundle keyPackage() {
    return engine.createKeyPackage(
        new KeyPackageRequest(signer, lifetime(now), false, List.of(PRIVATE_EXTENSION)), random);
  }

  Device create(List<Extension> extensions) {
    enter(
        engine.createGroup(
            new CreateGroupRequest(
                GROUP_ID, signer, lifetime(now), extensions, List.of(PRIVATE_EXTENSION)),
            random));
    return this;
  }

  Device create() {
    return create(List.of());
  }

  /** Adds others by one commit of this device, which all of the given members process. */
  void add(List<Device> members, List<Device> newcomers) {
    List<KeyPackageBundle> bundles = newcomers.stream().map(Device::keyPackage).toList();
    CommitCreated created =
        commit(
            CommitRequest.empty()
                .adding(bundles.stream().map(KeyPackageBundle::keyPackage).toList()));
    enter(created);
    for (Device member : members) {
      member.follow(created.commit());
    }
    for (int i = 0; i < newcomers.size(); i++) {
      newcomers.get(i).join(created, bundles.get(i));
    }
  }

  void join(CommitCreated created, KeyPackageBundle bundle) {
    JoinResult result = tryJoin(created.welcome(), bundle, List.of());
    assertThat(result).isInstanceOf(Joined.class);
    Joined joined = (Joined) result;
    assertThat(joined.keyPackageReference()).isEqualTo(bundle.reference());
    enter(joined.state());
  }

  JoinResult tryJoin(byte[] welcome, KeyPackageBundle bundle, List<Psk.External> psks) {
    return engine.joinGroup(
        new JoinRequest(
            welcome,
            List.of(new KeyPackagePrivate(bundle.keyPackage(), bundle.privatePart())),
            null,
            psks),
        now);
  }

  CommitCreated commit(CommitRequest request) {
    CommitResult result = tryCommit(request);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(CommitCreated.class);
    return (CommitCreated) result;
  }

  CommitResult tryCommit(CommitRequest request) {
    return withRows(
        given -> engine.commit(given, tree(), signer, request, random, now),
        result -> result instanceof NeedRows need ? need : null);
  }

  byte[] propose(ProposalRequest request) {
    ProposeResult result = tryPropose(request);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(ProposalCreated.class);
    ProposalCreated created = (ProposalCreated) result;
    pending = created.pending();
    store(created.rows());
    return created.message();
  }

  ProposeResult tryPropose(ProposalRequest request) {
    return withRows(
        given -> engine.propose(given, tree(), signer, request, random, now),
        result -> result instanceof NeedRows need ? need : null);
  }

  byte[] send(String text) {
    ProtectResult result = trySend(text);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(ProtectedMessage.class);
    ProtectedMessage message = (ProtectedMessage) result;
    store(message.rows());
    return message.message();
  }

  ProtectResult trySend(String text) {
    return withRows(
        given ->
            engine.protect(
                given, signer, new ProtectRequest(bytes(text), bytes("clear"), 32), random),
        result -> result instanceof NeedRows need ? need : null);
  }

  /** Makes an external commit and does not yet go on with it. */
  ExternalCommitCreated externalCommit(byte[] groupInfo, boolean replacesFormerSelf) {
    ExternalCommitResult result =
        engine.externalCommit(
            ExternalCommitTest.request(this, groupInfo, null, replacesFormerSelf, List.of()),
            random,
            now);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(ExternalCommitCreated.class);
    return (ExternalCommitCreated) result;
  }

  /** Processes a message and stores what changed, as long as the epoch stays. */
  ProcessResult receive(byte[] message) {
    ProcessResult result = peek(message, List.of());
    if (result instanceof ApplicationMessage application) {
      store(application.rows());
    } else if (result instanceof ProposalStored stored) {
      pending = stored.pending();
      store(stored.rows());
    }
    return result;
  }

  /** Processes a message and stores nothing. */
  ProcessResult peek(byte[] message, List<Psk> psks) {
    return withRows(
        given -> engine.process(given, tree(), message, psks),
        result -> result instanceof NeedRows need ? need : null);
  }

  String read(byte[] message) {
    ProcessResult result = receive(message);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(ApplicationMessage.class);
    ApplicationMessage application = (ApplicationMessage) result;
    assertThat(application.authenticatedData()).isEqualTo(bytes("clear"));
    return new String(application.content(), StandardCharsets.UTF_8);
  }

  CommitApplied follow(byte[] commit) {
    return follow(commit, List.of());
  }

  CommitApplied follow(byte[] commit, List<Psk> psks) {
    ProcessResult result = peek(commit, psks);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(CommitApplied.class);
    CommitApplied applied = (CommitApplied) result;
    if (applied.state() != null) {
      enter(applied.state());
    }
    return applied;
  }

  void enter(CommitCreated created) {
    enter(created.state());
  }

  void enter(NewState next) {
    state = next;
    rows.clear();
    next.rows().forEach(row -> rows.put(row.key(), row));
    pending = new byte[0];
  }

  RatchetTree tree() {
    return state.tree();
  }

  /** This group, for another that continues it. */
  Predecessor asPredecessor() {
    return new Predecessor(state.epoch(), state.secrets(), tree());
  }

  /** What it takes this device to set up a group that continues another. */
  SuccessorRequest continuing(Predecessor old, List<KeyPackageBundle> others) {
    return new SuccessorRequest(
        old,
        signer,
        lifetime(),
        List.of(PRIVATE_EXTENSION),
        others.stream().map(KeyPackageBundle::keyPackage).toList(),
        true);
  }

  int leaf() {
    return state.summary().ownLeaf();
  }

  byte[] authenticator() {
    return engine.epochAuthenticator(state.secrets());
  }

  GroupState parts(List<Row> given) {
    return new GroupState(state.epoch(), state.secrets(), given, pending);
  }

  void store(RowChanges changes) {
    changes.deleted().forEach(rows::remove);
    changes.put().forEach(row -> rows.put(row.key(), row));
  }

  /** Calls without rows first, and again with those asked for that exist. */
  private <R> R withRows(Function<GroupState, R> call, Function<R, NeedRows> needed) {
    R first = call.apply(parts(List.of()));
    NeedRows need = needed.apply(first);
    if (need == null) {
      return first;
    }
    List<Row> found = new ArrayList<>();
    for (RowKey key : need.keys()) {
      if (rows.containsKey(key)) {
        found.add(rows.get(key));
      }
    }
    return call.apply(parts(found));
  }
}
