package org.conclave.networking.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.NetworkListener;
import org.conclave.api.network.NetworkStatus;

/**
 * A program that measures, with real nodes on loopback, how long it takes from a change of a ledger
 * until the connection to the device that it excludes is closed. Each of {@value #RUNS} runs gives
 * one time for each peer: that of its own change to its own disconnection, and to the excluded
 * device's loss of the last one.
 */
final class RevocationTimes {
  private static final int RUNS = 20;

  private RevocationTimes() {}

  public static void main(String[] arguments) {
    for (int peers : List.of(2, 9)) {
      List<Long> closed = new ArrayList<>();
      List<Long> alone = new ArrayList<>();
      for (int run = 0; run < RUNS; run++) {
        measure(peers, closed, alone);
      }
      System.out.println(line(peers, "from the change to the close at a peer", closed));
      System.out.println(line(peers, "from the first change until the device is alone", alone));
    }
  }

  private static void measure(int peers, List<Long> closed, List<Long> alone) {
    try (TestNetwork network = new TestNetwork()) {
      String[] names =
          IntStream.rangeClosed(0, peers).mapToObj(i -> "n" + i).toArray(String[]::new);
      List<TestNode> all = network.members(names);
      all.forEach(TestNode::start);
      TestNode revoked = all.get(peers);
      List<TestNode> others = all.subList(0, peers);
      others.forEach(revoked::dial);
      TestData.await(
          "connected", () -> others.stream().allMatch(other -> other.isConnectedTo(revoked)));
      Map<TestNode, Long> changes = new ConcurrentHashMap<>();
      Map<TestNode, Long> closes = new ConcurrentHashMap<>();
      others.forEach(other -> other.offered().add(new Clock(other, revoked, closes)));
      Map<TestNode, Long> end = new ConcurrentHashMap<>();
      revoked.offered().add(new Loneliness(revoked, end));
      for (TestNode other : others) {
        changes.put(other, System.nanoTime());
        other.ledger.revoke(revoked.device());
      }
      TestData.await("closed", () -> closes.size() == peers && end.size() == 1);
      others.forEach(other -> closed.add(closes.get(other) - changes.get(other)));
      alone.add(end.get(revoked) - Collections.min(changes.values()));
    }
  }

  private record Clock(TestNode at, TestNode revoked, Map<TestNode, Long> closes)
      implements NetworkListener {
    @Override
    public void networkStatusChanged(NetworkStatus status) {}

    @Override
    public void peerDisconnected(ConnectedPeer peer) {
      if (peer.device().equals(revoked.device())) {
        closes.putIfAbsent(at, System.nanoTime());
      }
    }
  }

  private record Loneliness(TestNode at, Map<TestNode, Long> end) implements NetworkListener {
    @Override
    public void networkStatusChanged(NetworkStatus status) {
      if (status.peers() == 0) {
        end.putIfAbsent(at, System.nanoTime());
      }
    }
  }

  private static String line(int peers, String what, List<Long> nanos) {
    Collections.sort(nanos);
    return String.format(
        Locale.ROOT,
        "%d peers, %s: p50 %.1f ms, p99 %.1f ms, largest %.1f ms, %d times",
        peers,
        what,
        millis(nanos.get(nanos.size() / 2)),
        millis(nanos.get((int) Math.ceil(nanos.size() * 0.99) - 1)),
        millis(nanos.get(nanos.size() - 1)),
        nanos.size());
  }

  private static double millis(long nanos) {
    return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }
}
