package org.conclave.ui.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.audit.AuditEntry;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.audit.AuditException;
import org.conclave.api.audit.AuditLog;
import org.conclave.api.audit.AuditVerdict;
import org.conclave.api.storage.StoreEvent;

/** A log in memory. A file is intact while it holds what was exported. */
final class AuditFake implements AuditLog {
  private final World world;
  private final List<AuditEntry> entries = new ArrayList<>();

  /** What a verification of the profile's own log finds. */
  volatile Optional<AuditVerdict.Broken> broken = Optional.empty();

  AuditFake(World world) {
    this.world = world;
  }

  synchronized void record(AuditEvent.Kind kind, Instant at, Map<String, String> details) {
    entries.add(
        new AuditEntry(entries.size() + 1, at, AuditEvent.of(kind, details), world.bytes(32)));
    if (world.happenings != null) {
      world.happenings.committed(List.of(new StoreEvent.AuditAppended()));
    }
  }

  @Override
  public synchronized List<AuditEntry> entries(long before, int limit) {
    World.offEventThread();
    List<AuditEntry> found = new ArrayList<>();
    for (int i = (int) Math.min(entries.size(), before - 1) - 1; i >= 0; i--) {
      if (found.size() == limit) {
        break;
      }
      found.add(entries.get(i));
    }
    return found;
  }

  @Override
  public AuditVerdict verify() {
    World.offEventThread();
    return broken
        .<AuditVerdict>map(b -> b)
        .orElseGet(() -> new AuditVerdict.Intact(entries.size(), Optional.empty()));
  }

  @Override
  public AuditVerdict export(Path file) throws AuditException {
    World.offEventThread();
    try {
      Files.writeString(file, "exported " + entries.size());
    } catch (IOException e) {
      throw new AuditException(AuditException.Reason.FILE, "The file cannot be written.", e);
    }
    return new AuditVerdict.Intact(entries.size(), world.members.get(0).device());
  }

  @Override
  public AuditVerdict verify(Path file) throws AuditException {
    World.offEventThread();
    try {
      return Files.readString(file).startsWith("exported ")
          ? new AuditVerdict.Intact(entries.size(), world.members.get(0).device())
          : new AuditVerdict.Broken(7, "Its hash does not follow from the line before.");
    } catch (IOException e) {
      throw new AuditException(AuditException.Reason.FILE, "The file cannot be read.", e);
    }
  }
}
