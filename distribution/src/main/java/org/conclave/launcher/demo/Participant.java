package org.conclave.launcher.demo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.conclave.launcher.headless.CommandFailed;
import org.conclave.launcher.headless.HeadlessProcess;

/** A member of the demo, on the device that it uses now. Thread-safe. */
final class Participant {
  private final String name;
  private final Map<String, Instant> sent = new ConcurrentHashMap<>();
  private volatile HeadlessProcess device;

  Participant(String name, HeadlessProcess device) {
    this.name = name;
    this.device = device;
  }

  String name() {
    return name;
  }

  HeadlessProcess device() {
    return device;
  }

  void moveTo(HeadlessProcess other) {
    device = other;
  }

  JsonElement command(String... words) throws CommandFailed {
    return device.command(words);
  }

  String user() throws CommandFailed {
    return device.text("user", "organisation");
  }

  /** What it has sent, each text once, and when sending it began. */
  Map<String, Instant> sent() {
    return sent;
  }

  void send(String group, String text) throws CommandFailed {
    Instant begun = Instant.now();
    command("send", group, text);
    sent.put(text, begun);
  }

  /** Whether the answer of {@code command}, a list, has an entry with that value. */
  boolean lists(String field, String value, String... command) throws CommandFailed {
    for (JsonElement element : command(command).getAsJsonArray()) {
      JsonObject entry = element.getAsJsonObject();
      if (!entry.get(field).isJsonNull() && entry.get(field).getAsString().equals(value)) {
        return true;
      }
    }
    return false;
  }
}
