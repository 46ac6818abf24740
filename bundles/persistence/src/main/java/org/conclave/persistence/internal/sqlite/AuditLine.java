package org.conclave.persistence.internal.sqlite;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;

/** The exact content of a row of the audit log: one line of JSON without its end. */
final class AuditLine {
  private AuditLine() {}

  static Bytes of(long number, Instant at, AuditEvent event) {
    StringWriter line = new StringWriter();
    try (JsonWriter json = new JsonWriter(line)) {
      json.beginObject();
      json.name("number").value(number);
      json.name("at").value(at.toString());
      json.name("kind").value(event.kind().name());
      json.name("details").beginObject();
      for (Map.Entry<String, String> detail : event.details().entrySet()) {
        json.name(detail.getKey()).value(detail.getValue());
      }
      json.endObject();
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes every line", e);
    }
    return Bytes.utf8(line.toString());
  }
}
