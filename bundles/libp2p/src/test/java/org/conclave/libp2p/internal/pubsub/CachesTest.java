package org.conclave.libp2p.internal.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.conclave.libp2p.pubsub.MessageId;
import org.conclave.libp2p.pubsub.Topic;
import org.junit.jupiter.api.Test;

final class CachesTest {
  private static final Topic TOPIC = new Topic("t");

  private static Frame frame(int bytes) {
    return Frame.of(Signatures.sign(RouterNode.key(1), TOPIC, 1, new byte[bytes]));
  }

  @Test
  void seenMessagesAreForgottenAfterTheirTime() {
    SeenCache seen = new SeenCache(Duration.ofSeconds(120), 100);
    seen.add(MessageId.of("a"), new Delivery(TOPIC), 0);
    seen.add(MessageId.of("b"), new Delivery(TOPIC), 1_000);

    seen.expire(119_999);
    assertThat(seen.contains(MessageId.of("a"))).isTrue();
    seen.expire(120_000);
    assertThat(seen.contains(MessageId.of("a"))).isFalse();
    assertThat(seen.contains(MessageId.of("b"))).isTrue();
  }

  @Test
  void seenMessagesAreBoundedInNumberAndTheOldestGoFirst() {
    SeenCache seen = new SeenCache(Duration.ofSeconds(120), 100);
    for (int i = 0; i < 150; i++) {
      seen.add(MessageId.of("m" + i), new Delivery(TOPIC), i);
    }
    assertThat(seen.size()).isEqualTo(100);
    assertThat(seen.contains(MessageId.of("m49"))).isFalse();
    assertThat(seen.contains(MessageId.of("m50"))).isTrue();
  }

  @Test
  void cacheIsBoundedInBytesAndTheOldestGoFirst() {
    Frame frame = frame(1_000);
    MessageCache cache = new MessageCache(5, 3, 10L * frame.length());
    for (int i = 0; i < 15; i++) {
      cache.put(MessageId.of("m" + i), TOPIC, frame);
    }
    assertThat(cache.get(MessageId.of("m4"))).isEmpty();
    assertThat(cache.get(MessageId.of("m5"))).isPresent();
    assertThat(cache.announced().get(TOPIC)).hasSize(10);
  }

  @Test
  void cacheAnnouncesThreeWindowsAndKeepsFive() {
    MessageCache cache = new MessageCache(5, 3, 1 << 20);
    cache.put(MessageId.of("m"), TOPIC, frame(1));
    for (int i = 0; i < 2; i++) {
      cache.shift();
    }
    assertThat(cache.announced()).containsKey(TOPIC);
    cache.shift();
    assertThat(cache.announced()).isEmpty();
    cache.shift();
    assertThat(cache.get(MessageId.of("m"))).isPresent();
    cache.shift();
    assertThat(cache.get(MessageId.of("m"))).isEmpty();
  }
}
