package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.conclave.mls.CreateGroupRequest;
import org.conclave.mls.Lifetime;
import org.conclave.mls.MlsEngine;
import org.conclave.mls.NewState;
import org.conclave.mls.SignatureKeyPair;
import org.conclave.mls.Signer;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.rule.StateMismatchException;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeEditor;
import org.junit.jupiter.api.Test;

final class TreeCacheTest {
  private static final int LARGE = 100_000;

  private final MlsEngine mls = new MlsEngine();

  /** Enough for one tree of a member with a short name, too little for two. */
  private final long oneTree = TreeCache.weight(group("a").tree()) * 5 / 4;

  @Test
  void knowsNoTreeThatItWasNotGiven() {
    assertThat(new TreeCache(mls, oneTree).resolve(hash(group("a")), List.of())).isEmpty();
  }

  @Test
  void keepsATreeThatWasResolved() {
    TreeCache cache = new TreeCache(mls, oneTree);
    NewState group = group("a");
    assertThat(cache.resolve(hash(group), List.of(group.treeSegment()))).isPresent();
    assertThat(cache.resolve(hash(group), List.of())).isPresent();
  }

  @Test
  void dropsTheTreeUsedLongestAgoWhenFull() {
    TreeCache cache = new TreeCache(mls, 2 * oneTree);
    NewState a = group("a");
    NewState b = group("b");
    cache.add(a.tree());
    cache.add(b.tree());
    assertThat(cache.resolve(hash(a), List.of())).isPresent();
    cache.add(group("c").tree());
    assertThat(cache.resolve(hash(a), List.of())).isPresent();
    assertThat(cache.resolve(hash(b), List.of())).isEmpty();
  }

  @Test
  void addingATreeTwiceCountsOnce() {
    TreeCache cache = new TreeCache(mls, 2 * oneTree);
    NewState a = group("a");
    NewState b = group("b");
    cache.add(a.tree());
    cache.add(b.tree());
    cache.add(b.tree());
    assertThat(cache.resolve(hash(a), List.of())).isPresent();
  }

  /** What a leaf holds counts, of whatever size its owner made it. */
  @Test
  void largeLeavesTakeTheRoomOfManySmallOnes() {
    NewState large = group("l".repeat(LARGE));
    assertThat(TreeCache.weight(large.tree())).isBetween((long) LARGE, LARGE + oneTree);
    TreeCache cache = new TreeCache(mls, LARGE);
    NewState a = group("a");
    cache.add(a.tree());
    assertThat(cache.resolve(hash(a), List.of())).isPresent();
    cache.add(large.tree());
    assertThat(cache.resolve(hash(large), List.of())).isEmpty();
  }

  /** What came off the wire weighs what was made here, and what went counts no more. */
  @Test
  void weightFollowsTheNodesOfATree() throws RuleViolation {
    RatchetTree one = group("a").tree();
    RatchetTree decoded =
        Decoder.decodeAll(one.encoded(), in -> RatchetTree.decode(one.suite(), in));
    assertThat(TreeCache.weight(decoded)).isEqualTo(TreeCache.weight(one));
    TreeEditor grown = one.edit();
    grown.add(group("b".repeat(LARGE)).tree().leaf(0));
    RatchetTree two = grown.build();
    assertThat(two.footprint()).isGreaterThan(one.footprint() + LARGE);
    TreeEditor shrunk = two.edit();
    shrunk.remove(1);
    shrunk.truncate();
    assertThat(shrunk.build().footprint()).isEqualTo(one.footprint());
    assertThat(two.footprint()).isGreaterThan(one.footprint() + LARGE);
  }

  @Test
  void refusesSegmentsOfAnotherTree() {
    TreeCache cache = new TreeCache(mls, oneTree);
    assertThatThrownBy(() -> cache.resolve(hash(group("a")), List.of(group("b").treeSegment())))
        .isInstanceOf(StateMismatchException.class);
  }

  private NewState group(String name) {
    SecureRandom random = new SecureRandom();
    SignatureKeyPair keys = mls.createIdentity(1, random);
    return mls.createGroup(
        new CreateGroupRequest(
            new byte[32],
            new Signer(
                1, name.getBytes(StandardCharsets.UTF_8), keys.publicKey(), keys.privateKey()),
            new Lifetime(0, Long.MAX_VALUE),
            List.of(),
            List.of()),
        random);
  }

  private static ByteString hash(NewState state) {
    return ByteString.copyFrom(state.tree().treeHash());
  }
}
