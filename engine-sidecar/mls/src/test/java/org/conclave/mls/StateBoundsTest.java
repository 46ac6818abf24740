package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.rule.StateMismatchException;
import org.conclave.mls.schedule.EpochSecrets;
import org.conclave.mls.schedule.Row;
import org.conclave.mls.schedule.RowKey;
import org.conclave.mls.schedule.RowKey.Kind;
import org.conclave.mls.schedule.SecretTree;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.state.PendingPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.TreeSegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stored part announces costs nothing before the part itself, or the tree, backs it. */
class StateBoundsTest {
  private static final byte[] MUCH = {(byte) 0xBF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ThreeMembers group = new ThreeMembers();
  private final Device bob = group.bob;

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 1 << 20, 1 << 23})
  void roomForNobodyIsRefused(int width) {
    assertRefusedCheaply(() -> resolve(width, new byte[0]), 100_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 3, (1 << 23) + 1, 1 << 24, Integer.MIN_VALUE})
  void widthThatNoTreeHasIsRefused(int width) {
    assertRefusedCheaply(() -> resolve(width, new byte[0]), 100_000);
  }

  /** So many changes as there would have to be members, none of which is one. */
  @Test
  void roomForBlankLeavesIsRefused() {
    TlsWriter blanks = new TlsWriter();
    for (int leaf = 0; leaf < 16; leaf++) {
      blanks.u32(2 * leaf).u8(0);
    }
    assertThatThrownBy(() -> resolve(16, blanks.toByteArray()))
        .isInstanceOf(StateMismatchException.class)
        .hasMessageContaining("more than it brings");
  }

  @Test
  void roomForNewMembersIsMade() {
    List<byte[]> newcomers =
        List.of("dave", "erin", "frank").stream()
            .map(name -> new Device(name).keyPackage().keyPackage())
            .toList();
    NewState next = group.alice.commit(CommitRequest.empty().adding(newcomers)).state();
    assertThat(next.tree().width()).isEqualTo(8);
    TreeSegment segment = TreeSegment.between(bob.tree(), next.tree());
    assertThat(bob.engine.resolveTree(bob.tree(), List.of(segment)).treeHash())
        .isEqualTo(next.tree().treeHash());
  }

  @ParameterizedTest
  @CsvSource({
    "3, 0",
    "0, 0",
    "-1, 0",
    "16777216, 0",
    "4, 4",
    "4, -1",
    "-2147483648, 0",
    "2147483647, 0"
  })
  void treeThatCannotBeIsRefusedInPartE(int width, int ownLeaf) {
    EpochPart part = EpochPart.decode(bob.state.epoch());
    byte[] damaged =
        new EpochPart(part.context(), part.interimTranscriptHash(), ownLeaf, width, null).encoded();
    assertRefusedCheaply(() -> EpochPart.decode(damaged), 100_000);
    byte[] message = group.alice.send("hello");
    assertThatThrownBy(() -> bob.engine.peekSender(damaged, bob.state.secrets(), message))
        .isInstanceOf(StateMismatchException.class);
  }

  @Test
  void partEOfATreeOfAnotherWidthIsRefused() {
    EpochPart part = EpochPart.decode(bob.state.epoch());
    byte[] wider =
        new EpochPart(part.context(), part.interimTranscriptHash(), part.ownLeaf(), 1 << 20, null)
            .encoded();
    GroupState state = new GroupState(wider, bob.state.secrets(), List.of(), new byte[0]);
    byte[] message = group.alice.send("hello");
    assertThatThrownBy(() -> bob.engine.process(state, bob.tree(), message, List.of()))
        .isInstanceOf(StateMismatchException.class);
  }

  @Test
  void lengthsThatAPartAnnouncesAllocateNothing() {
    byte[] epoch = prefix(new byte[] {1, 0, 1, 0, 1});
    byte[] secrets = prefix(new byte[] {1, 2});
    byte[] pending = prefix(new byte[] {1});
    assertRefusedCheaply(() -> EpochPart.decode(epoch), 100_000);
    assertRefusedCheaply(() -> SecretsPart.decode(secrets), 100_000);
    assertRefusedCheaply(() -> PendingPart.decode(pending), 100_000);
    assertRefusedCheaply(
        () ->
            KeyPackagePart.decode(
                new KeyPackagePrivate(bob.keyPackage().keyPackage(), prefix(new byte[] {1}))),
        5_000_000);
  }

  /** A generation of 2^31 or more: the way from there to any other would be endless. */
  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MIN_VALUE + 1})
  void generationThatNoRatchetReachesIsRefused(int next) {
    assertRowRefused(new TlsWriter().u32(next).opaque(new byte[32]).header(0).toByteArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void secretOfAnotherLengthIsRefused(int length) {
    assertRowRefused(new TlsWriter().u32(0).opaque(new byte[length]).header(0).toByteArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void nodeSecretOfAnotherLengthIsRefused(int length) {
    Row root = SecretTree.rootRow(bob.tree().width(), Secret.zeros(length)).get(0);
    GroupState state = bob.parts(List.of(root));
    byte[] message = group.alice.send("hello");
    assertThatThrownBy(() -> bob.engine.process(state, bob.tree(), message, List.of()))
        .isInstanceOf(StateMismatchException.class);
    assertThatThrownBy(
            () ->
                bob.engine.protect(
                    state,
                    bob.signer,
                    new ProtectRequest(new byte[1], new byte[0], 0),
                    new SecureRandom()))
        .isInstanceOf(StateMismatchException.class);
  }

  /** Each secret of the key schedule in its turn, a past one and that of a superseded epoch too. */
  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void epochSecretOfAnotherLengthIsRefused(int length) {
    Secret damaged = Secret.zeros(length);
    SecretsPart.Full genuine = SecretsPart.decodeFull(bob.state.secrets());
    for (int place = 0; place < genuine.secrets().all().size(); place++) {
      assertSecretsRefused(
          new SecretsPart.Full(
              with(genuine.secrets(), place, damaged), genuine.keys(), genuine.past()));
    }
    assertSecretsRefused(
        new SecretsPart.Full(
            genuine.secrets(),
            genuine.keys(),
            List.of(new SecretsPart.PastResumption(0, damaged))));
    assertSecretsRefused(new SecretsPart.Retired(damaged));
  }

  private void assertSecretsRefused(SecretsPart part) {
    byte[] secrets = part.encoded();
    GroupState state =
        new GroupState(bob.state.epoch(), secrets, List.copyOf(bob.rows.values()), new byte[0]);
    byte[] message = group.alice.send("hello");
    SecureRandom random = new SecureRandom();
    List<ThrowingCallable> calls =
        List.of(
            () -> bob.engine.process(state, bob.tree(), message, List.of()),
            () -> bob.engine.peekSender(state.epoch(), secrets, message),
            () ->
                bob.engine.protect(
                    state, bob.signer, new ProtectRequest(new byte[1], new byte[0], 0), random),
            () ->
                bob.engine.commit(
                    state, bob.tree(), bob.signer, CommitRequest.empty(), random, Device.NOW),
            () -> bob.engine.exportGroupInfo(state, bob.tree(), bob.signer, true),
            () -> bob.engine.exporter(state.epoch(), secrets, "label", new byte[0], 32),
            () -> bob.engine.resumptionPsk(state.epoch(), secrets));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call).isInstanceOf(StateMismatchException.class);
    }
  }

  private static EpochSecrets with(EpochSecrets genuine, int place, Secret other) {
    List<Secret> all = new ArrayList<>(genuine.all());
    all.set(place, other);
    return new EpochSecrets(
        all.get(0),
        all.get(1),
        all.get(2),
        all.get(3),
        all.get(4),
        all.get(5),
        all.get(6),
        all.get(7));
  }

  @Test
  void rowThatAnnouncesMuchIsRefused() {
    assertRowRefused(prefix(new byte[4]));
  }

  @Test
  void keyOfAGenerationThatIsNotPastIsRefused() {
    byte[] skipped = new TlsWriter().u32(5).opaque(new byte[16]).opaque(new byte[12]).toByteArray();
    assertRowRefused(new TlsWriter().u32(5).opaque(new byte[32]).opaque(skipped).toByteArray());
  }

  /** The dearest octets there are: each becomes a node with a hash of its own. */
  @Test
  void blankNodesCostNoMoreThanAMultipleOfTheirOctets() {
    byte[] leaf =
        new TlsWriter()
            .u8(1)
            .u8(1)
            .struct(new KeyPackageDraft("last").build().leafNode())
            .toByteArray();
    byte[] nodes = Arrays.copyOf(new byte[1 << 16], (1 << 16) + leaf.length);
    System.arraycopy(leaf, 0, nodes, 1 << 16, leaf.length);
    byte[] data = new TlsWriter().u16(CipherSuites.DEFAULT).opaque(nodes).toByteArray();
    TreeSegment segment = new TreeSegment(new byte[32], new byte[0], data);
    assertRefusedCheaply(
        () -> bob.engine.resolveTree(null, List.of(segment)), 3_000L * data.length);
  }

  private void assertRowRefused(byte[] row) {
    byte[] message = group.alice.send("hello");
    GroupState state =
        new GroupState(
            bob.state.epoch(),
            bob.state.secrets(),
            List.of(new Row(new RowKey(group.alice.leaf(), Kind.APPLICATION), row)),
            new byte[0]);
    assertRefusedCheaply(
        () -> bob.engine.process(state, bob.tree(), message, List.of()), 1_000_000);
  }

  private void resolve(int width, byte[] changes) {
    byte[] data = new TlsWriter().u32(width).opaque(changes).toByteArray();
    byte[] base = bob.tree().treeHash();
    bob.engine.resolveTree(bob.tree(), List.of(new TreeSegment(base, base, data)));
  }

  private static byte[] prefix(byte[] start) {
    byte[] all = Arrays.copyOf(start, start.length + MUCH.length);
    System.arraycopy(MUCH, 0, all, start.length, MUCH.length);
    return all;
  }

  private static void assertRefusedCheaply(Runnable call, long most) {
    // Once without counting: classes are loaded then.
    assertThatThrownBy(call::run).isInstanceOf(StateMismatchException.class);
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    assertThatThrownBy(call::run).isInstanceOf(StateMismatchException.class);
    assertThat(THREADS.getThreadAllocatedBytes(thread) - before).isLessThan(most);
  }
}
