package org.conclave.ui.internal.state;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Member;
import org.conclave.api.storage.StorageException;
import org.conclave.ui.internal.work.ServiceOffException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when a member's device becomes another one, also while the window was closed: which
 * devices were seen is remembered in the profile. A device that is seen first is no change. Used by
 * one thread at a time.
 */
final class DeviceWatch {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceWatch.class);
  private static final String KEY = "devices";

  private final Notebook notebook;
  private final Clock clock;
  private final Map<UserId, Seen> seen = new HashMap<>();
  private boolean loaded;

  /**
   * The device that a member had last.
   *
   * @param changed when it replaced another one; empty for a member's first
   */
  private record Seen(String device, Optional<Instant> changed) {}

  DeviceWatch(Notebook notebook, Clock clock) {
    this.notebook = notebook;
    this.clock = clock;
  }

  /** Forgets what it knows: the profile was closed. */
  void close() {
    seen.clear();
    loaded = false;
  }

  /** Each member's last change, the oldest first. */
  List<DeviceChange> look(List<Member> members) {
    try {
      if (!loaded) {
        load(notebook.read(KEY));
      }
      if (note(members)) {
        notebook.write(KEY, lines());
      }
    } catch (StorageException | ServiceOffException | RuntimeException e) {
      LOG.debug("Devices seen before could not be read or remembered", e);
    }
    List<DeviceChange> changes = new ArrayList<>();
    seen.forEach(
        (user, last) -> last.changed().ifPresent(at -> changes.add(new DeviceChange(user, at))));
    changes.sort(Comparator.comparing(DeviceChange::at));
    return changes;
  }

  /** A line for each member: user, device, and when it changed or a hyphen. */
  private void load(String lines) {
    lines
        .lines()
        .map(line -> line.split(" "))
        .forEach(
            words ->
                seen.put(
                    UserId.ofHex(words[0]),
                    new Seen(
                        words[1],
                        words[2].equals("-")
                            ? Optional.empty()
                            : Optional.of(Instant.parse(words[2])))));
    loaded = true;
  }

  private String lines() {
    StringBuilder lines = new StringBuilder();
    seen.forEach(
        (user, last) ->
            lines
                .append(user.toHex())
                .append(' ')
                .append(last.device())
                .append(' ')
                .append(last.changed().map(Instant::toString).orElse("-"))
                .append('\n'));
    return lines.toString();
  }

  private boolean note(List<Member> members) {
    boolean fresh = false;
    for (Member member : members) {
      if (member.self() || member.device().isEmpty()) {
        continue;
      }
      String device = member.device().get().publicKey().toHex();
      Seen before = seen.get(member.user());
      if (before == null) {
        seen.put(member.user(), new Seen(device, Optional.empty()));
        fresh = true;
      } else if (!before.device().equals(device)) {
        seen.put(member.user(), new Seen(device, Optional.of(clock.instant())));
        fresh = true;
      }
    }
    return fresh;
  }
}
