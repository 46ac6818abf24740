package org.conclave.audit.internal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.conclave.api.audit.AuditChain;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;

/**
 * A line of an exported log. It is JSON, and more: there is one way only to write each, so that it
 * is taken apart by its bytes, and no two readers see two things in it.
 */
sealed interface ExportLine {
  /** Without the end of the line, which is one line feed. */
  Bytes bytes();

  static Optional<ExportLine> parse(Bytes line) {
    Optional<ExportLine> entry = Entry.read(line);
    return entry.isPresent() ? entry : End.read(line);
  }

  /** The exact content of a row, and its hash. */
  record Entry(Bytes content, Bytes hash) implements ExportLine {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Bytes BEFORE_HASH = Bytes.utf8("{\"hash\":\"");
    private static final Bytes BEFORE_CONTENT = Bytes.utf8("\",\"entry\":");
    private static final Bytes AFTER_CONTENT = Bytes.utf8("}");
    private static final int HASH_END = BEFORE_HASH.size() + 2 * AuditChain.HASH_SIZE;
    private static final int CONTENT = HASH_END + BEFORE_CONTENT.size();

    @Override
    public Bytes bytes() {
      return BEFORE_HASH
          .concat(Bytes.utf8(hash.toHex()))
          .concat(BEFORE_CONTENT)
          .concat(content)
          .concat(AFTER_CONTENT);
    }

    private static Optional<ExportLine> read(Bytes line) {
      int end = line.size() - AFTER_CONTENT.size();
      if (end < CONTENT
          || !line.slice(0, BEFORE_HASH.size()).equals(BEFORE_HASH)
          || !line.slice(HASH_END, CONTENT).equals(BEFORE_CONTENT)
          || !line.slice(end, line.size()).equals(AFTER_CONTENT)) {
        return Optional.empty();
      }
      String hash = line.slice(BEFORE_HASH.size(), HASH_END).toUtf8();
      return HASH.matcher(hash).matches()
          ? Optional.of(new Entry(line.slice(CONTENT, end), Bytes.ofHex(hash)))
          : Optional.empty();
    }
  }

  /**
   * The last line.
   *
   * @param entries how many lines are before it
   * @param head hash of the one before it
   */
  record End(long entries, Bytes head, Optional<Signature> signature) implements ExportLine {
    private static final Pattern FORM =
        Pattern.compile(
            "\\{\"entries\":(0|[1-9][0-9]{0,17}),\"head\":\"([0-9a-f]{64})\","
                + "(?:\"device\":\"([0-9a-f]{64})\",\"signature\":\"([0-9a-f]{128})\""
                + "|\"unsigned\":true)\\}");
    private static final int MAX_SIZE = 512;

    @Override
    public Bytes bytes() {
      String by =
          signature
              .map(
                  s ->
                      "\"device\":\""
                          + s.device().publicKey().toHex()
                          + "\",\"signature\":\""
                          + s.value().toHex()
                          + "\"")
              .orElse("\"unsigned\":true");
      return Bytes.utf8(
          "{\"entries\":" + entries + ",\"head\":\"" + head.toHex() + "\"," + by + "}");
    }

    private static Optional<ExportLine> read(Bytes line) {
      Matcher form = FORM.matcher(line.size() > MAX_SIZE ? "" : line.toUtf8());
      if (!form.matches()) {
        return Optional.empty();
      }
      Optional<Signature> signature =
          Optional.ofNullable(form.group(3))
              .map(
                  device ->
                      new Signature(
                          DeviceId.ofPublicKey(Bytes.ofHex(device)), Bytes.ofHex(form.group(4))));
      return Optional.of(
          new End(Long.parseLong(form.group(1)), Bytes.ofHex(form.group(2)), signature));
    }
  }

  /** By whom, and what. */
  record Signature(DeviceId device, Bytes value) {}
}
