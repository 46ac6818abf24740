package org.conclave.benchmarks.mls;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.conclave.mls.ApplicationMessage;
import org.conclave.mls.CommitApplied;
import org.conclave.mls.CommitCreated;
import org.conclave.mls.CommitRequest;
import org.conclave.mls.CommitResult;
import org.conclave.mls.CreateGroupRequest;
import org.conclave.mls.GroupState;
import org.conclave.mls.JoinRequest;
import org.conclave.mls.Joined;
import org.conclave.mls.KeyPackagePrivate;
import org.conclave.mls.MlsEngine;
import org.conclave.mls.NewState;
import org.conclave.mls.ProtectRequest;
import org.conclave.mls.ProtectedMessage;
import org.conclave.mls.schedule.KeySchedule;
import org.conclave.mls.schedule.Row;
import org.conclave.mls.schedule.RowChanges;
import org.conclave.mls.schedule.RowKey;
import org.conclave.mls.schedule.SecretTree;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.PathKeys;
import org.conclave.mls.tree.RatchetTree;
import org.jspecify.annotations.Nullable;

/**
 * A group of one size in our implementation, in the states that the measured calls start from. Each
 * is made when it is first asked for: a warm-up that comes before every measurement pays for it.
 */
final class OurGroup {
  static final byte[] GROUP_ID = "benchmark".getBytes(StandardCharsets.US_ASCII);
  static final long NOW = 1_750_000_000L;

  /** Ten thousand members take seconds to make, and every measurement wants them. */
  private static final Map<Integer, OurGroup> MADE = new ConcurrentHashMap<>();

  final MlsEngine engine = new MlsEngine();
  final SecureRandom random = new SecureRandom();
  final List<Member> members = new ArrayList<>();
  private final Map<Integer, GroupState> states = new ConcurrentHashMap<>();
  private @Nullable NewState alone;
  private @Nullable CommitCreated filled;
  private @Nullable WarmTree warm;
  private @Nullable EpochPart warmEpoch;
  private @Nullable KeySchedule warmSchedule;
  private @Nullable CommitCreated warmCommit;
  private @Nullable Conversation conversation;

  private OurGroup(int size) {
    for (int number = 0; number < size; number++) {
      members.add(Member.create(engine, number, random));
    }
  }

  static OurGroup of(int size) {
    return MADE.computeIfAbsent(size, OurGroup::new);
  }

  /** The member who commits and sends. */
  int committer() {
    return members.size() == 2 ? 0 : 1;
  }

  /** The member who receives: in the other half of the tree, as half of all members are. */
  int receiver() {
    return members.size() - 1;
  }

  /** The first member's group, before anybody was added. */
  synchronized NewState alone() {
    if (alone == null) {
      alone =
          engine.createGroup(
              new CreateGroupRequest(
                  GROUP_ID, members.get(0).signer(), Member.ALWAYS, List.of(), List.of()),
              random);
    }
    return alone;
  }

  CommitCreated addAll() {
    List<byte[]> keyPackages =
        members.subList(1, members.size()).stream()
            .map(member -> member.bundle().keyPackage())
            .toList();
    return created(
        engine.commit(
            alone().asGroupState(),
            alone().tree(),
            members.get(0).signer(),
            CommitRequest.empty().adding(keyPackages),
            random,
            NOW));
  }

  /** Everybody in it, and no parent in the tree. */
  synchronized CommitCreated filled() {
    if (filled == null) {
      filled = addAll();
    }
    return filled;
  }

  CommitCreated commitInBlankTree() {
    return commit(filled().state().asGroupState(), filled().state().tree(), 0);
  }

  Joined join(byte[] welcome) {
    Member newcomer = members.get(receiver());
    Object result =
        engine.joinGroup(
            new JoinRequest(
                welcome,
                List.of(
                    new KeyPackagePrivate(
                        newcomer.bundle().keyPackage(), newcomer.bundle().privatePart())),
                null,
                List.of()),
            NOW);
    return expect(Joined.class, result);
  }

  byte[] welcome() {
    byte[] welcome = filled().welcome();
    if (welcome == null) {
      throw new IllegalStateException("a commit that adds has no Welcome");
    }
    return welcome;
  }

  // The warm tree.

  synchronized RatchetTree warmTree() {
    if (warm == null) {
      warm = new WarmTree(filled().state().tree(), GROUP_ID, members, random);
      EpochPart part = EpochPart.decode(filled().state().epoch());
      warmEpoch =
          new EpochPart(
              part.context().provisional(warm.tree().treeHash(), part.context().extensions()),
              part.interimTranscriptHash(),
              0,
              part.treeWidth(),
              null);
      warmSchedule = KeySchedule.create(part.suite(), part.suite().randomSecret(random));
    }
    return warm.tree();
  }

  /** The state of a member of the warm group. */
  synchronized GroupState warmState(int leaf) {
    return states.computeIfAbsent(leaf, this::newWarmState);
  }

  private GroupState newWarmState(int leaf) {
    RatchetTree tree = warmTree();
    if (warm == null || warmEpoch == null || warmSchedule == null) {
      throw new IllegalStateException();
    }
    PathKeys keys = warm.keysOf(leaf);
    return new GroupState(
        new EpochPart(
                warmEpoch.context(),
                warmEpoch.interimTranscriptHash(),
                leaf,
                warmEpoch.treeWidth(),
                null)
            .encoded(),
        new SecretsPart.Full(warmSchedule.secrets(), keys, List.of()).encoded(),
        SecretTree.rootRow(tree.width(), warmSchedule.encryption()),
        new byte[0]);
  }

  CommitCreated commit(GroupState state, RatchetTree tree, int leaf) {
    return created(
        engine.commit(state, tree, members.get(leaf).signer(), CommitRequest.empty(), random, NOW));
  }

  synchronized CommitCreated warmCommit() {
    if (warmCommit == null) {
      warmCommit = commit(warmState(committer()), warmTree(), committer());
    }
    return warmCommit;
  }

  CommitApplied process(GroupState state, byte[] commit) {
    return expect(CommitApplied.class, engine.process(state, warmTree(), commit, List.of()));
  }

  // Application messages, once the ratchets are in use.

  /**
   * A message, and the states that send and receive the one like it. The rows are those that the
   * calls need and no more.
   */
  record Conversation(GroupState sender, GroupState receiver, byte[] message) {}

  synchronized Conversation conversation() {
    if (conversation == null) {
      GroupState sender = warmState(committer());
      GroupState receiver = warmState(receiver());
      ProtectedMessage first = protect(sender, new byte[1024]);
      sender = withRow(sender, first.rows());
      receiver = withRow(receiver, unprotect(receiver, first.message()).rows());
      conversation = new Conversation(sender, receiver, protect(sender, new byte[1024]).message());
    }
    return conversation;
  }

  ProtectedMessage protect(GroupState state, byte[] content) {
    return expect(
        ProtectedMessage.class,
        engine.protect(
            state,
            members.get(committer()).signer(),
            new ProtectRequest(content, new byte[0], 0),
            random));
  }

  ApplicationMessage unprotect(GroupState state, byte[] message) {
    return expect(ApplicationMessage.class, engine.process(state, warmTree(), message, List.of()));
  }

  private static GroupState withRow(GroupState state, RowChanges changes) {
    List<Row> ratchet =
        changes.put().stream().filter(row -> row.key().kind() == RowKey.Kind.APPLICATION).toList();
    return new GroupState(state.epoch(), state.secrets(), ratchet, state.pending());
  }

  private static CommitCreated created(CommitResult result) {
    return expect(CommitCreated.class, result);
  }

  private static <T> T expect(Class<T> kind, Object result) {
    if (!kind.isInstance(result)) {
      throw new IllegalStateException("not a " + kind.getSimpleName() + ": " + result);
    }
    return kind.cast(result);
  }
}
