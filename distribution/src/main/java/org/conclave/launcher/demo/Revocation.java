package org.conclave.launcher.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conclave.launcher.headless.CommandFailed;

/** A member is removed from the organisation while the others talk. */
final class Revocation {
  private final Members members;
  private final Participant target;
  private final String group;
  private final Map<Participant, Instant> known = new HashMap<>();
  private List<Double> disconnected = List.of();
  private List<Double> evicted = List.of();
  private boolean effective;

  Revocation(Members members, Participant target, String group) {
    this.members = members;
    this.target = target;
    this.group = group;
  }

  /**
   * What the target has sent is with everybody before. When it returns, nobody counts the target as
   * a member any more, and its device has locked.
   *
   * @param signed told as soon as the administrator has signed: who waited for it may go on
   */
  void play(Runnable signed) throws CommandFailed, InterruptedException {
    String user = target.user();
    target.command("wait-delivered", "--timeout", "120");
    List<Participant> peers = members.others(target);
    try (Effects gone =
            Effects.watch(
                peers,
                peer ->
                    !peer.lists("user", user, "peers") && !peer.lists("user", user, "members"));
        Effects out =
            Effects.watch(peers, peer -> !peer.lists("user", user, "participants", group))) {
      Instant begun = Instant.now();
      members.founder().command("revoke", user);
      Instant done = Instant.now();
      signed.run();
      disconnected = gone.millisSince(begun);
      evicted = out.millisSince(begun);
      known.putAll(gone.reached());
      // Whoever signed it knows it from then on, whatever its lists showed when.
      known.merge(members.founder(), done, (a, b) -> a.isBefore(b) ? a : b);
      JsonObject standing =
          target.command("wait-standing", "locked", "--timeout", "60").getAsJsonObject();
      effective =
          gone.everywhere()
              && out.everywhere()
              && standing.get("reason").getAsString().equals("REVOKED");
    }
    members.leave(target);
  }

  /** How many were removed everywhere, and locked. */
  int revoked() {
    return effective ? 1 : 0;
  }

  /** Milliseconds from signing to disconnected and no member any more, at each peer. */
  List<Double> disconnected() {
    return disconnected;
  }

  /** Milliseconds from signing to an epoch of the group without the target, at each peer. */
  List<Double> evicted() {
    return evicted;
  }

  /** Texts whose sending began when their sender knew of the revocation. */
  Set<String> sentAfter() {
    Set<String> after = new HashSet<>();
    known.forEach(
        (sender, since) ->
            sender
                .sent()
                .forEach(
                    (text, begun) -> {
                      if (begun.isAfter(since)) {
                        after.add(text);
                      }
                    }));
    return after;
  }

  /** How many of these are in what the target's device holds. */
  int readAfter() throws CommandFailed {
    Set<String> read = new HashSet<>(kept());
    read.retainAll(sentAfter());
    return read.size();
  }

  private List<String> kept() throws CommandFailed {
    List<String> texts = new ArrayList<>();
    long last = 0;
    while (true) {
      JsonArray page =
          target
              .command("kept-history", group, "--after", String.valueOf(last), "--limit", "1000")
              .getAsJsonArray();
      if (page.isEmpty()) {
        return texts;
      }
      for (JsonElement message : page) {
        texts.add(message.getAsJsonObject().get("text").getAsString());
        last = message.getAsJsonObject().get("sequence").getAsLong();
      }
    }
  }
}
