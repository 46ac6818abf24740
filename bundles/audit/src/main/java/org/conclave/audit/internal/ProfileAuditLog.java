package org.conclave.audit.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.conclave.api.audit.AuditEntry;
import org.conclave.api.audit.AuditException;
import org.conclave.api.audit.AuditLog;
import org.conclave.api.audit.AuditVerdict;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.organisation.Membership;
import org.conclave.api.storage.AuditStore;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;

/** {@link AuditLog} of the unlocked profile. Thread-safe. */
final class ProfileAuditLog implements AuditLog {
  private final Storage storage;
  private final Supplier<Optional<Membership>> membership;

  /**
   * @param membership whose device signs exports, if there is one; may block for seconds
   */
  ProfileAuditLog(Storage storage, Supplier<Optional<Membership>> membership) {
    this.storage = storage;
    this.membership = membership;
  }

  @Override
  public List<AuditEntry> entries(long before, int limit) throws AuditException {
    List<AuditStore.Row> rows;
    try {
      rows =
          storage.<List<AuditStore.Row>, StorageException>read(
              transaction -> {
                AuditStore log = transaction.audit();
                long last = Math.min(Math.max(before, 1) - 1, log.count());
                int wanted = (int) Math.min(limit, last);
                return wanted <= 0 ? List.of() : log.after(last - wanted, wanted);
              });
    } catch (StorageException e) {
      throw AuditFailures.storage(e);
    }
    List<AuditEntry> entries = new ArrayList<>(rows.size());
    for (AuditStore.Row row : rows) {
      entries.add(EntryLine.parse(row).orElseThrow(() -> AuditFailures.unknown(row.number())));
    }
    Collections.reverse(entries);
    return entries;
  }

  @Override
  public AuditVerdict verify() throws AuditException {
    StoredChain stored = new StoredChain(storage);
    try {
      Optional<AuditVerdict.Broken> broken = stored.walk(row -> {});
      return broken.isPresent()
          ? broken.get()
          : new AuditVerdict.Intact(stored.chain().length(), Optional.empty());
    } catch (StorageException e) {
      throw AuditFailures.storage(e);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written", e);
    }
  }

  @Override
  public AuditVerdict export(Path file) throws AuditException {
    StoredChain stored = new StoredChain(storage);
    try (ReplacedFile replaced = new ReplacedFile(file)) {
      OutputStream out = replaced.out();
      Optional<AuditVerdict.Broken> broken =
          stored.walk(row -> write(out, new ExportLine.Entry(row.content(), row.hash())));
      if (broken.isPresent()) {
        return broken.get();
      }
      ExportLine.End end = end(stored.chain());
      write(out, end);
      replaced.adopt();
      return new AuditVerdict.Intact(
          end.entries(), end.signature().map(ExportLine.Signature::device));
    } catch (StorageException e) {
      throw AuditFailures.storage(e);
    } catch (IOException e) {
      throw AuditFailures.notWritten(file, e);
    }
  }

  @Override
  public AuditVerdict verify(Path file) throws AuditException {
    try (InputStream in = Files.newInputStream(file)) {
      return new ExportVerifier(in).verify();
    } catch (IOException e) {
      throw AuditFailures.notRead(file, e);
    }
  }

  private ExportLine.End end(Chain chain) {
    Optional<Membership> signer = membership.get();
    if (signer.isEmpty()) {
      return new ExportLine.End(chain.length(), chain.head(), Optional.empty());
    }
    try (SecretBytes key = signer.get().deviceKey()) {
      var device = signer.get().device();
      var value = DeviceSignature.sign(key, device, chain.length(), chain.head());
      return new ExportLine.End(
          chain.length(), chain.head(), Optional.of(new ExportLine.Signature(device, value)));
    }
  }

  private static void write(OutputStream out, ExportLine line) throws IOException {
    out.write(line.bytes().toByteArray());
    out.write('\n');
  }
}
