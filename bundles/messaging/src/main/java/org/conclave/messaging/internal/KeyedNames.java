package org.conclave.messaging.internal;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.storage.KeyValueStore;
import org.conclave.api.storage.StorageException;

/**
 * Names of rows in the key-value store that tell nobody which group or member they are about: keys
 * there are not sealed, so ids go in as keyed hashes. Thread-safe.
 */
final class KeyedNames {
  /** Messaging's namespace in the key-value store. */
  static final String NAMESPACE = "messaging";

  private static final String SECRET = "names";
  private static final int SECRET_SIZE = 32;
  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;

  private KeyedNames(SecretKeySpec key) {
    this.key = key;
  }

  /** Reads the profile's key, or makes it. Within a write. */
  static KeyedNames open(KeyValueStore store) throws StorageException {
    Optional<SecretBytes> stored = store.get(NAMESPACE, SECRET);
    byte[] secret;
    if (stored.isPresent()) {
      try (SecretBytes held = stored.get()) {
        secret = held.toByteArray();
      }
    } else {
      secret = new byte[SECRET_SIZE];
      new SecureRandom().nextBytes(secret);
      store.put(NAMESPACE, SECRET, SecretBytes.copyOf(secret));
    }
    KeyedNames names = new KeyedNames(new SecretKeySpec(secret, HMAC));
    Arrays.fill(secret, (byte) 0);
    return names;
  }

  /** {@code kind} and a keyed hash of {@code id}. */
  String name(String kind, Bytes id) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return kind + "/" + Bytes.wrap(mac.doFinal(id.toByteArray())).toHex();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
