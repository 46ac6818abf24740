package org.conclave.audit.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.conclave.api.audit.AuditVerdict;
import org.conclave.api.audit.AuditVerdict.Broken;
import org.conclave.api.audit.AuditVerdict.Intact;
import org.conclave.api.identity.DeviceId;

/** Judges an exported log in one pass. What it reads may be anybody's. */
final class ExportVerifier {
  private final Lines lines;
  private final Chain chain = new Chain();

  ExportVerifier(InputStream in) {
    this.lines = new Lines(in);
  }

  AuditVerdict verify() throws IOException {
    while (true) {
      Lines.Line line = lines.next();
      Optional<ExportLine> parsed =
          line.kind() == Lines.Kind.WHOLE ? ExportLine.parse(line.bytes()) : Optional.empty();
      if (parsed.isEmpty()) {
        return broken(chain.length() + 1, notOurs(line.kind()));
      }
      if (parsed.get() instanceof ExportLine.End end) {
        return end(end);
      }
      ExportLine.Entry entry = (ExportLine.Entry) parsed.get();
      Optional<Broken> broken = chain.take(entry.content(), entry.hash());
      if (broken.isPresent()) {
        return broken.get();
      }
    }
  }

  private String notOurs(Lines.Kind kind) {
    String line = "Line " + (chain.length() + 1);
    return switch (kind) {
      case WHOLE, TOO_LONG -> line + " is none that an export of the audit log has.";
      case CUT_OFF -> "The file is cut off in the middle of line " + (chain.length() + 1) + ".";
      case END ->
          "The file is cut off: it ends before " + line + ", without the line that closes it.";
    };
  }

  private AuditVerdict end(ExportLine.End end) throws IOException {
    if (end.entries() > chain.length()) {
      return broken(
          chain.length() + 1,
          "Lines are missing at the end: there are "
              + chain.length()
              + ", and there were "
              + end.entries()
              + ".");
    }
    if (end.entries() < chain.length()) {
      return broken(
          end.entries() + 1,
          "There are " + chain.length() + " lines, and there were " + end.entries() + ".");
    }
    if (!end.head().equals(chain.head())) {
      return broken(
          1, "The line that closes the file belongs to another one: nothing vouches for this one.");
    }
    if (lines.next().kind() != Lines.Kind.END) {
      return broken(chain.length() + 1, "Something follows after the line that closes the file.");
    }
    if (end.signature().isEmpty()) {
      return new Intact(chain.length(), Optional.empty());
    }
    ExportLine.Signature signature = end.signature().get();
    DeviceId device = signature.device();
    return DeviceSignature.isValid(device, end.entries(), end.head(), signature.value())
        ? new Intact(chain.length(), Optional.of(device))
        : broken(1, "The signature is not the device's: nothing vouches for this file.");
  }

  private static Broken broken(long number, String reason) {
    return new Broken(number, reason);
  }
}
