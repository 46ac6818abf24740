package org.conclave.launcher.demo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.conclave.launcher.headless.CommandFailed;
import org.conclave.launcher.headless.HeadlessProcess;

/** A member moves to another device: its identity is exported, and imported there. */
final class Takeover {
  private final Members members;
  private final Participant mover;
  private final String group;
  private List<Double> effects = List.of();
  private boolean locked;
  private boolean taken;

  Takeover(Members members, Participant mover, String group) {
    this.members = members;
    this.mover = mover;
    this.group = group;
  }

  /**
   * Nobody sends when it begins. When it returns and {@link #takeovers} is 1, the mover can send
   * from its new device.
   *
   * @param released told as soon as the old device is locked: the others may go on, although the
   *     new one is in no group yet
   */
  void play(Runnable released) throws IOException, CommandFailed, InterruptedException {
    for (Participant member : members.present()) {
      member.command("wait-delivered", "--timeout", "120");
    }
    HeadlessProcess old = mover.device();
    String user = mover.user();
    String oldKey = deviceKey(mover, user);
    Path file = members.folder().resolve(mover.name() + ".backup");
    Path passphrase = passphrase();
    String[] restore = {
      "restore-backup", file.toString(), "--passphrase-file", passphrase.toString()
    };
    old.command(
        "export-backup", file.toString(), "--passphrase-file", passphrase.toString(), "--history");
    HeadlessProcess fresh = members.device(mover.name() + " again");
    try (Effects changed =
        Effects.watch(members.others(mover), peer -> knowsAnother(peer, user, oldKey))) {
      fresh.command(restore);
      JsonObject standing =
          old.command("wait-standing", "locked", "--timeout", "60").getAsJsonObject();
      locked = standing.get("reason").getAsString().equals("TAKEN_OVER");
      released.run();
      fresh.command("wait-standing", "active", "--timeout", "60");
      effects = changed.millisSince(signedAt(fresh));
      mover.moveTo(fresh);
      taken = changed.everywhere() && joins();
    }
  }

  /** How many identities went on elsewhere, known to everybody and in the group again. */
  int takeovers() {
    return taken ? 1 : 0;
  }

  /** How many old devices locked by themselves, for that reason. */
  int oldLocked() {
    return locked ? 1 : 0;
  }

  /** Milliseconds from signing to the old device cut off and the new one known, at each peer. */
  List<Double> effects() {
    return effects;
  }

  private boolean joins() throws CommandFailed, InterruptedException {
    try (Effects joined =
        Effects.watch(List.of(mover), member -> member.lists("status", "LIVE", "conversations"))) {
      return joined.everywhere();
    }
  }

  private static boolean knowsAnother(Participant peer, String user, String oldKey)
      throws CommandFailed {
    String key = deviceKey(peer, user);
    return !key.isEmpty() && !key.equals(oldKey) && !peer.lists("device", oldKey, "peers");
  }

  /** As {@code at} knows it; empty where it knows none. */
  private static String deviceKey(Participant at, String user) throws CommandFailed {
    for (JsonElement element : at.command("members").getAsJsonArray()) {
      JsonObject member = element.getAsJsonObject();
      if (member.get("user").getAsString().equals(user) && !member.get("device").isJsonNull()) {
        return member.get("device").getAsString();
      }
    }
    return "";
  }

  /** What the new device recorded when it signed that it is the account's. */
  private static Instant signedAt(HeadlessProcess fresh) throws CommandFailed {
    for (JsonElement element : fresh.command("audit").getAsJsonArray()) {
      JsonObject entry = element.getAsJsonObject();
      if (entry.get("kind").getAsString().equals("ACCOUNT_TAKEN_OVER")) {
        return Instant.parse(entry.get("at").getAsString());
      }
    }
    throw new CommandFailed("NOT_FOUND", fresh.name() + " recorded no takeover");
  }

  private Path passphrase() throws IOException {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return Files.writeString(
        members.folder().resolve(mover.name() + ".words"), HexFormat.of().formatHex(random) + "\n");
  }
}
