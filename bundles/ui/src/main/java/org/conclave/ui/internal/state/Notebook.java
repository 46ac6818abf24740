package org.conclave.ui.internal.state;

import java.nio.charset.StandardCharsets;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.ui.internal.work.ServiceOffException;
import org.conclave.ui.internal.work.Services;

/**
 * Small things that the window remembers in the profile, a text for each key and sealed there:
 * drafts, and which devices the members had. Keys name no person and no group, because they are not
 * sealed. Thread-safe; not on the event thread.
 */
public final class Notebook {
  private static final String NAMESPACE = "ui";

  private final Services services;

  public Notebook(Services services) {
    this.services = services;
  }

  /** What was remembered; empty where nothing was. */
  public String read(String key) throws StorageException, ServiceOffException {
    return services
        .require(Storage.class)
        .read(transaction -> transaction.keyValues().get(NAMESPACE, key))
        .map(Notebook::text)
        .orElse("");
  }

  private static String text(SecretBytes value) {
    try (value) {
      return new String(value.toByteArray(), StandardCharsets.UTF_8);
    }
  }

  /** Remembers {@code text} instead of what was there. Committed when this returns. */
  public void write(String key, String text) throws StorageException, ServiceOffException {
    try (SecretBytes value = SecretBytes.wrap(text.getBytes(StandardCharsets.UTF_8))) {
      services
          .require(Storage.class)
          .write(
              transaction -> {
                transaction.keyValues().put(NAMESPACE, key, value);
                return true;
              });
    }
  }
}
