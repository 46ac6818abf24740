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
import org.conclave.mls.rule.StateMismatchException;
import org.junit.jupiter.api.Test;

final class TreeCacheTest {
  private static final long ONE_TREE = 1_024;

  private final MlsEngine mls = new MlsEngine();

  @Test
  void knowsNoTreeThatItWasNotGiven() {
    assertThat(new TreeCache(mls, ONE_TREE).resolve(hash(group("a")), List.of())).isEmpty();
  }

  @Test
  void keepsATreeThatWasResolved() {
    TreeCache cache = new TreeCache(mls, ONE_TREE);
    NewState group = group("a");
    assertThat(cache.resolve(hash(group), List.of(group.treeSegment()))).isPresent();
    assertThat(cache.resolve(hash(group), List.of())).isPresent();
  }

  @Test
  void dropsTheTreeUsedLongestAgoWhenFull() {
    TreeCache cache = new TreeCache(mls, 2 * ONE_TREE);
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
    TreeCache cache = new TreeCache(mls, 2 * ONE_TREE);
    NewState a = group("a");
    NewState b = group("b");
    cache.add(a.tree());
    cache.add(b.tree());
    cache.add(b.tree());
    assertThat(cache.resolve(hash(a), List.of())).isPresent();
  }

  @Test
  void refusesSegmentsOfAnotherTree() {
    TreeCache cache = new TreeCache(mls, ONE_TREE);
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
