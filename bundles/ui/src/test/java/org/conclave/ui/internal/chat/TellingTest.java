package org.conclave.ui.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.Message;
import org.conclave.ui.internal.state.DeviceChange;
import org.conclave.ui.internal.text.Text;
import org.junit.jupiter.api.Test;

final class TellingTest {
  private static final Text TEXT = new Text(Locale.ENGLISH, ZoneOffset.UTC);
  private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");
  private static final UserId JONAS = user(1);
  private static final UserId LENA = user(2);

  private static UserId user(int number) {
    byte[] id = new byte[UserId.SIZE];
    id[0] = (byte) number;
    return new UserId(Bytes.wrap(id));
  }

  /** A message that was sent early and committed here {@code minutes} after ten. */
  private static Message message(int sequence, int minutes) {
    return new Message(
        new GroupId(Bytes.wrap(new byte[32])),
        new MessageId(Bytes.wrap(new byte[16])),
        sequence,
        JONAS,
        false,
        TEN.minusSeconds(3_600),
        TEN.plusSeconds(60L * minutes),
        "hello",
        0,
        0);
  }

  private static Telling changeAt(int minutes, UserId user) {
    return Telling.of(
        Map.of(JONAS, "Jonas Weber", LENA, "Lena Fischer"),
        List.of(new DeviceChange(user, TEN.plusSeconds(60L * minutes))),
        Set.of(JONAS),
        0,
        TEXT);
  }

  @Test
  void aChangeStandsBetweenTheMessagesThatWereCommittedAroundIt() {
    Telling telling = changeAt(5, JONAS);
    assertThat(telling.above(message(3, 7), message(2, 4)))
        .singleElement()
        .asString()
        .contains("Jonas Weber", "10:05");
    assertThat(telling.above(message(2, 4), message(1, 1))).isEmpty();
    assertThat(telling.above(message(4, 9), message(3, 7))).isEmpty();
  }

  @Test
  void aChangeAfterTheNewestMessageStandsBelowIt() {
    assertThat(changeAt(5, JONAS).below(message(3, 4))).hasSize(1);
    assertThat(changeAt(5, JONAS).below(message(3, 5))).isEmpty();
  }

  @Test
  void nothingStandsAboveTheFirstMessageOfAll() {
    assertThat(changeAt(0, JONAS).above(message(1, 3), null)).isEmpty();
  }

  @Test
  void whoIsNotInTheConversationIsNotItsMatter() {
    assertThat(changeAt(5, LENA).notes()).isEmpty();
  }
}
