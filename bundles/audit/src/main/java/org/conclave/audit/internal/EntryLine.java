package org.conclave.audit.internal;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.conclave.api.audit.AuditEntry;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.storage.AuditStore;

/** The content of a line, as {@link AuditStore} lays it down. */
final class EntryLine {
  private EntryLine() {}

  /** Whether it says that it is this one. Reads no more of it, so it may come from anywhere. */
  static boolean hasNumber(Bytes content, long number) {
    Bytes start = Bytes.utf8("{\"number\":" + number + ",");
    return content.size() > start.size() && content.slice(0, start.size()).equals(start);
  }

  /** Empty where a newer version of the product wrote something that this one does not know. */
  static Optional<AuditEntry> parse(AuditStore.Row row) {
    try (JsonReader json = new JsonReader(new StringReader(row.content().toUtf8()))) {
      Map<String, String> fields = new TreeMap<>();
      Map<String, String> details = new TreeMap<>();
      json.beginObject();
      while (json.hasNext()) {
        String name = json.nextName();
        if (json.peek() == JsonToken.BEGIN_OBJECT) {
          json.beginObject();
          while (json.hasNext()) {
            details.put(json.nextName(), json.nextString());
          }
          json.endObject();
        } else {
          fields.put(name, json.nextString());
        }
      }
      json.endObject();
      AuditEvent.Kind kind = AuditEvent.Kind.valueOf(fields.getOrDefault("kind", ""));
      Instant at = Instant.parse(fields.getOrDefault("at", ""));
      return Optional.of(
          new AuditEntry(row.number(), at, AuditEvent.of(kind, details), row.hash()));
    } catch (IOException | IllegalStateException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
