package org.conclave.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.messaging.MessengerException;
import org.conclave.api.storage.OutboxRow;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens, in whatever order: nothing is lost, doubled or half done. */
class HistoriesTest {
  private static final int STEPS = 60;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyHistoryEndsInOneStateWithEveryMessageOnce(long seed) throws Exception {
    Random random = new Random(seed);
    try (World world = new World()) {
      Device anna = world.device("Anna");
      Device ben = world.device("Ben");
      Device carl = world.device("Carl");
      Device dora = world.device("Dora");
      GroupId group = world.group(anna, ben, carl);
      List<Device> stable = List.of(anna, ben, carl);
      Set<String> committed = new HashSet<>();
      boolean doraIsIn = false;
      for (int step = 0; step < STEPS; step++) {
        Device device = stable.get(random.nextInt(stable.size()));
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> send(device, group, "message " + step, committed);
          case 3 -> {
            device.storage.failAtStep(random.nextInt(6));
            send(device, group, "doubtful " + step, committed);
            device.storage.failurePending();
          }
          case 4 -> {
            if (doraIsIn) {
              anna.messenger().removeMember(group, dora.user);
            } else {
              anna.messenger().addMember(group, dora.user);
            }
            doraIsIn = !doraIsIn;
          }
          case 5 -> device.restart();
          case 6 -> device.engine.die(1);
          default -> handOverSome(device, stable, random);
        }
      }
      World.until("delivery", () -> deliverAll(stable));

      for (Device device : stable) {
        assertThat(tip(device, group)).isEqualTo(tip(anna, group));
        assertThat(device.texts(group)).containsExactlyInAnyOrderElementsOf(committed);
      }
    }
  }

  private static void send(Device device, GroupId group, String text, Set<String> committed)
      throws Exception {
    try {
      device.messenger().send(group, text);
      committed.add(text);
    } catch (MessengerException e) {
      assertThat(e.reason()).isEqualTo(MessengerException.Reason.STORAGE);
      assertThat(device.texts(group)).doesNotContain(text);
    }
  }

  /** Ciphertext arrives out of order, some of it twice, some of it not yet. */
  private static void handOverSome(Device from, List<Device> to, Random random) throws Exception {
    List<Bytes> envelopes = new ArrayList<>(from.envelopes());
    envelopes.addAll(envelopes);
    Collections.shuffle(envelopes, random);
    for (Bytes envelope : envelopes.subList(0, envelopes.size() / 2)) {
      Device recipient = to.get(random.nextInt(to.size()));
      if (recipient != from) {
        recipient.receive(from, envelope);
      }
    }
  }

  private static boolean deliverAll(List<Device> devices) throws Exception {
    boolean done = true;
    for (Device device : devices) {
      device.deliver();
      for (OutboxRow row : device.outbox()) {
        done &= !(row.item() instanceof OutboxRow.Item.ToGroup);
      }
    }
    return done;
  }

  private static StateId tip(Device device, GroupId group) throws Exception {
    return device.storage.<StateId, Exception>read(
        transaction -> transaction.groupStates().head(group).orElseThrow().tip());
  }
}
