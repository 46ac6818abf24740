package org.conclave.persistence.internal.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;

/**
 * What the profile key makes possible: a sealing key for each column and keyed hashes of ids, all
 * derived from it by HKDF-SHA256 (RFC 5869). Thread-safe. Once closed, all its keys are wiped and
 * every use throws {@link IllegalStateException}.
 */
public final class Sealer implements AutoCloseable {
  private static final String DOMAIN = "conclave/profile/1/";
  private static final int KEY_SIZE = 32;
  private static final int LOOKUP_SIZE = 16;

  private final SecretBytes profileKey;
  private final WipeableKey lookupKey;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, SealedColumn> columns = new ConcurrentHashMap<>();

  /** Takes {@code profileKey} over and wipes it when closed. */
  public Sealer(SecretBytes profileKey) {
    this.profileKey = profileKey;
    this.lookupKey = new WipeableKey("HmacSHA256", derive("lookup"));
  }

  public SealedColumn column(String table, String column) {
    return columns.computeIfAbsent(
        table + '.' + column,
        name -> new SealedColumn(name, new WipeableKey("AES", derive("seal/" + name)), random));
  }

  /**
   * The name under which the database finds something: HMAC-SHA256 of {@code parts}, each with its
   * length in front, cut to 16 bytes. Tells nothing about them to who lacks the key.
   */
  public byte[] lookup(String domain, Bytes... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(lookupKey);
      mac.update((domain + '\0').getBytes(StandardCharsets.US_ASCII));
      for (Bytes part : parts) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.size()));
        mac.update(part.asByteBuffer());
      }
      return Arrays.copyOf(mac.doFinal(), LOOKUP_SIZE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  @Override
  public void close() {
    profileKey.close();
    lookupKey.destroy();
    columns.values().forEach(SealedColumn::wipe);
  }

  private byte[] derive(String purpose) {
    byte[] input = profileKey.toByteArray();
    try {
      HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
      byte[] info = (DOMAIN + purpose).getBytes(StandardCharsets.US_ASCII);
      hkdf.init(new HKDFParameters(input, null, info));
      byte[] key = new byte[KEY_SIZE];
      hkdf.generateBytes(key, 0, KEY_SIZE);
      return key;
    } finally {
      Arrays.fill(input, (byte) 0);
    }
  }
}
