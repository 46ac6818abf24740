package org.conclave.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.conclave.api.audit.AuditChain;
import org.conclave.api.audit.AuditEvent.Kind;
import org.conclave.api.audit.AuditVerdict;
import org.conclave.api.audit.AuditVerdict.Broken;
import org.conclave.api.audit.AuditVerdict.Intact;
import org.conclave.api.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What somebody may do to an exported file, and where it is found. */
@Timeout(60)
class ExportedFileTest {
  private static final int ENTRIES = 6;
  private static final FakeMembership SIGNER = new FakeMembership(1);

  @TempDir Path folder;
  private List<String> lines;

  @BeforeEach
  void export() throws Exception {
    lines = exported(ENTRIES, "u", Optional.of(SIGNER));
  }

  @Test
  void untouchedFileIsIntactAndNamesItsSigner() throws Exception {
    assertThat(lines).hasSize(ENTRIES + 1);
    assertThat(judged(lines)).isEqualTo(new Intact(ENTRIES, Optional.of(SIGNER.device())));
  }

  @ParameterizedTest
  @EnumSource(Manipulation.class)
  void manipulationIsFoundWhereItIs(Manipulation manipulation) throws Exception {
    List<String> other = exported(ENTRIES, "somebody else's ", Optional.of(new FakeMembership(2)));
    List<String> manipulated = manipulation.apply(new ArrayList<>(lines), other);
    assertThat(manipulated).isNotEqualTo(lines);
    assertThat(judged(manipulated))
        .isInstanceOfSatisfying(
            Broken.class,
            broken -> {
              assertThat(broken.number()).isEqualTo(manipulation.foundAt);
              assertThat(broken.reason()).endsWith(".");
            });
  }

  /** One thing that is done to the lines of a file, or to the whole. */
  enum Manipulation {
    CHANGED_DETAIL(3, lines -> with(lines, 2, lines.get(2).replace("u3", "v3"))),
    CHANGED_TIME(3, lines -> with(lines, 2, lines.get(2).replace("2026", "2025"))),
    CHANGED_FIRST(1, lines -> with(lines, 0, lines.get(0).replace("u1", "v1"))),
    CHANGED_LAST(6, lines -> with(lines, 5, lines.get(5).replace("u6", "v6"))),
    CHANGED_HASH(3, lines -> with(lines, 2, lines.get(2).replaceFirst("[0-9]", "f"))),
    // Whoever computes the hash again is found at the next line, where there is one.
    CHANGED_WITH_ITS_HASH(4, lines -> rehashed(lines, 2)),
    CHANGED_LAST_WITH_ITS_HASH(1, lines -> rehashed(lines, 5)),
    CHANGED_WITH_ALL_HASHES(1, lines -> rechained(with(lines, 2, changed(lines.get(2))))),
    MISSING_FIRST(1, lines -> without(lines, 0)),
    MISSING_IN_THE_MIDDLE(3, lines -> without(lines, 2)),
    MISSING_LAST(6, lines -> without(lines, 5)),
    MISSING_ALL(1, lines -> lines.subList(ENTRIES, ENTRIES + 1)),
    REORDERED(2, lines -> swapped(lines, 1, 3)),
    DOUBLED(4, lines -> inserted(lines, 3, lines.get(2))),
    DOUBLED_LAST(7, lines -> inserted(lines, 6, lines.get(5))),
    FOREIGN_LINE_OF_THAT_NUMBER(3, (lines, other) -> with(lines, 2, other.get(2))),
    FOREIGN_LINE_BETWEEN(3, (lines, other) -> inserted(lines, 2, other.get(4))),
    FOREIGN_WORDS(3, lines -> inserted(lines, 2, "# a remark")),
    EMPTY_LINE(3, lines -> inserted(lines, 2, "")),
    CARRIAGE_RETURN(3, lines -> with(lines, 2, lines.get(2) + "\r")),
    SPACE_IN_FRONT(3, lines -> with(lines, 2, " " + lines.get(2))),
    CAPITALS_IN_A_HASH(3, lines -> with(lines, 2, capitals(lines.get(2)))),
    CONTINUED_CHAIN(7, lines -> continued(lines)),
    WITHOUT_FOOTER(7, lines -> without(lines, 6)),
    FOOTER_ONLY_LATER(7, lines -> inserted(lines, 6, "{}")),
    FOOTER_OF_ANOTHER_FILE(1, (lines, other) -> with(lines, 6, other.get(6))),
    FOOTER_IN_THE_MIDDLE(3, lines -> inserted(lines, 2, lines.get(6))),
    FOOTER_TWICE(7, lines -> inserted(lines, 7, lines.get(6))),
    SOMETHING_AFTER_THE_FOOTER(7, lines -> inserted(lines, 7, "")),
    FEWER_PROMISED(6, lines -> with(lines, 6, lines.get(6).replace(":6,", ":5,"))),
    MORE_PROMISED(7, lines -> with(lines, 6, lines.get(6).replace(":6,", ":7,"))),
    NUMBER_BEYOND_ALL(
        7, lines -> with(lines, 6, lines.get(6).replace(":6,", ":99999999999999999999,"))),
    NUMBER_WITH_A_ZERO_IN_FRONT(7, lines -> with(lines, 6, lines.get(6).replace(":6,", ":06,"))),
    ANOTHER_DEVICE(
        1, (lines, other) -> with(lines, 6, lines.get(6).replace(device(lines), device(other)))),
    DEVICE_OF_SMALL_ORDER(
        1, lines -> with(lines, 6, lines.get(6).replace(device(lines), "01" + "00".repeat(31)))),
    CHANGED_SIGNATURE(1, lines -> with(lines, 6, lines.get(6).replaceFirst("..\"}$", "00\"}"))),
    SIGNATURE_OF_ANOTHER_FILE(
        1,
        (lines, other) ->
            with(lines, 6, lines.get(6).replaceFirst("\"device.*", tail(other.get(6))))),
    SHORT_SIGNATURE(7, lines -> with(lines, 6, lines.get(6).replaceFirst("..\"}$", "\"}"))),
    TWO_FILES_IN_ONE(7, (lines, other) -> joined(lines, other)),
    NOTHING(1, lines -> List.of()),
    ANOTHER_FORMAT(1, lines -> List.of("number,at,kind", "1,2026,MEMBER_ADMITTED"));

    private final long foundAt;
    private final Change change;

    Manipulation(long foundAt, UnaryOperator<List<String>> change) {
      this(foundAt, (lines, other) -> change.apply(lines));
    }

    Manipulation(long foundAt, Change change) {
      this.foundAt = foundAt;
      this.change = change;
    }

    List<String> apply(List<String> lines, List<String> other) {
      return change.of(lines, other);
    }

    private interface Change {
      List<String> of(List<String> lines, List<String> other);
    }
  }

  @Test
  void everyPrefixOfAFileIsCutOff() throws Exception {
    byte[] whole = bytes(lines);
    for (int size = 0; size < whole.length; size++) {
      long complete = 1;
      for (int i = 0; i < size; i++) {
        complete += whole[i] == '\n' ? 1 : 0;
      }
      assertThat(judged(Arrays.copyOf(whole, size)))
          .as("cut to %s bytes", size)
          .isInstanceOf(Broken.class)
          .extracting(verdict -> ((Broken) verdict).number())
          .isEqualTo(complete);
    }
  }

  @Test
  void everyFlippedBitIsFound() throws Exception {
    byte[] whole = bytes(exported(2, "u", Optional.of(SIGNER)));
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(judged(flipped)).as("bit %s", bit).isInstanceOf(Broken.class);
    }
  }

  @Test
  void fileWithoutSignatureSaysSoAndVerifiesAsNobodys() throws Exception {
    List<String> unsigned = exported(ENTRIES, "u", Optional.empty());
    assertThat(unsigned.get(ENTRIES)).contains("\"unsigned\":true").doesNotContain("signature");
    assertThat(judged(unsigned)).isEqualTo(new Intact(ENTRIES, Optional.empty()));
    // Taking the signature away is not noticed as damage: it is noticed as no signer.
    List<String> stripped = with(new ArrayList<>(lines), ENTRIES, unsigned.get(ENTRIES));
    assertThat(judged(stripped)).isEqualTo(new Intact(ENTRIES, Optional.empty()));
  }

  @Test
  void endlessLineIsGivenUpAfterWhatALineMayHave() throws Exception {
    EndlessInput endless = new EndlessInput("{\"hash\":\"");
    assertThat(new ExportVerifier(endless).verify()).isInstanceOf(Broken.class);
    assertThat(endless.given).isLessThan(2L * Lines.MAX_SIZE);
  }

  @Test
  void largestEventFitsIntoALine() throws Exception {
    FakeStorage storage = new FakeStorage();
    Map<String, String> details = new java.util.HashMap<>();
    for (int i = 0; i < 16; i++) {
      details.put("\\".repeat(1022) + (char) ('a' + i), "\"".repeat(1024));
    }
    storage.append(Kind.POLICY_CHANGED, details);
    // As JSON may escape each character.
    storage.append(Bytes.utf8("{\"number\":2,\"at\":\"" + "\\u0001".repeat(2 * 16 * 1024) + "\"}"));
    Path file = folder.resolve("large");
    new ProfileAuditLog(storage, Optional::empty).export(file);
    assertThat(judged(Files.readAllBytes(file))).isEqualTo(new Intact(2, Optional.empty()));
  }

  @Test
  void longFileIsReadOnceAndLineByLine() throws Exception {
    GeneratedLog log = new GeneratedLog(100_000);
    assertThat(new ExportVerifier(log).verify()).isEqualTo(new Intact(100_000, Optional.empty()));
    // What it had in hand at once: its buffer, whatever the length.
    assertThat(log.largestRequest).isLessThanOrEqualTo(1 << 16);
  }

  private List<String> exported(int entries, String user, Optional<FakeMembership> signer)
      throws Exception {
    FakeStorage storage = new FakeStorage();
    for (int i = 1; i <= entries; i++) {
      storage.append(Kind.MEMBER_ADMITTED, Map.of("user", user + i));
    }
    Path file = folder.resolve("export");
    new ProfileAuditLog(storage, () -> signer.map(s -> s)).export(file);
    return new ArrayList<>(Files.readAllLines(file));
  }

  private static AuditVerdict judged(List<String> lines) throws IOException {
    return judged(bytes(lines));
  }

  private static AuditVerdict judged(byte[] content) throws IOException {
    return new ExportVerifier(new ByteArrayInputStream(content)).verify();
  }

  private static byte[] bytes(List<String> lines) {
    StringBuilder content = new StringBuilder();
    lines.forEach(line -> content.append(line).append('\n'));
    return content.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> with(List<String> lines, int index, String line) {
    List<String> changed = new ArrayList<>(lines);
    changed.set(index, line);
    return changed;
  }

  private static List<String> without(List<String> lines, int index) {
    List<String> changed = new ArrayList<>(lines);
    changed.remove(index);
    return changed;
  }

  private static List<String> inserted(List<String> lines, int index, String line) {
    List<String> changed = new ArrayList<>(lines);
    changed.add(index, line);
    return changed;
  }

  private static List<String> swapped(List<String> lines, int one, int two) {
    List<String> changed = new ArrayList<>(lines);
    Collections.swap(changed, one, two);
    return changed;
  }

  private static List<String> joined(List<String> lines, List<String> other) {
    List<String> joined = new ArrayList<>(lines);
    joined.addAll(other);
    return joined;
  }

  private static String changed(String line) {
    return line.replace("MEMBER_ADMITTED", "MEMBER_REVOKED");
  }

  private static String capitals(String line) {
    return line.substring(0, 9) + line.substring(9, 73).toUpperCase() + line.substring(73);
  }

  private static ExportLine.Entry entry(String line) {
    return (ExportLine.Entry) ExportLine.parse(Bytes.utf8(line)).orElseThrow();
  }

  private static String chained(Bytes previous, String line) {
    Bytes content = entry(line).content();
    return new ExportLine.Entry(content, AuditChain.next(previous, content)).bytes().toUtf8();
  }

  private static List<String> rehashed(List<String> lines, int index) {
    return with(
        lines, index, chained(entry(lines.get(index - 1)).hash(), changed(lines.get(index))));
  }

  private static List<String> rechained(List<String> lines) {
    List<String> all = new ArrayList<>(lines);
    Bytes previous = AuditChain.START;
    for (int i = 0; i < ENTRIES; i++) {
      all.set(i, chained(previous, all.get(i)));
      previous = entry(all.get(i)).hash();
    }
    return all;
  }

  private static List<String> continued(List<String> lines) {
    String line = lines.get(5).replace("\"number\":6", "\"number\":7");
    return inserted(lines, 6, chained(entry(lines.get(5)).hash(), line));
  }

  private static String device(List<String> lines) {
    return lines.get(ENTRIES).replaceFirst(".*\"device\":\"", "").substring(0, 64);
  }

  private static String tail(String footer) {
    return footer.substring(footer.indexOf("\"device"));
  }

  private static final class EndlessInput extends InputStream {
    private final byte[] start;
    private long given;

    EndlessInput(String start) {
      this.start = start.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int read() {
      return given < start.length ? start[(int) given++] : next();
    }

    private int next() {
      given++;
      return 'x';
    }
  }

  /** Makes its lines when they are asked for. */
  private static final class GeneratedLog extends InputStream {
    private final int entries;
    private int next = 1;
    private Bytes head = AuditChain.START;
    private InputStream line = InputStream.nullInputStream();
    private int largestRequest;

    GeneratedLog(int entries) {
      this.entries = entries;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("one byte at a time is slow");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      largestRequest = Math.max(largestRequest, length);
      int read = line.read(into, offset, length);
      if (read >= 0 || next > entries + 1) {
        return read;
      }
      Bytes bytes = next <= entries ? entry() : end();
      line = new ByteArrayInputStream(bytes.concat(Bytes.utf8("\n")).toByteArray());
      next++;
      return line.read(into, offset, length);
    }

    private Bytes entry() {
      Bytes content = Bytes.utf8("{\"number\":" + next + ",\"kind\":\"MEMBER_ADMITTED\"}");
      head = AuditChain.next(head, content);
      return new ExportLine.Entry(content, head).bytes();
    }

    private Bytes end() {
      return new ExportLine.End(entries, head, Optional.empty()).bytes();
    }
  }
}
