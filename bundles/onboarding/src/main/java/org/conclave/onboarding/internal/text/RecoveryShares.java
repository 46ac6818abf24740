package org.conclave.onboarding.internal.text;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.onboarding.internal.statement.Sha256;

/**
 * The recovery key in shares, any {@code threshold} of which make it again (Shamir, over GF(2^8)).
 * A share says which one it is, how many are needed, and to which set it belongs. Fewer than the
 * threshold tell nothing of the key. Secret.
 */
public final class RecoveryShares {
  public static final int MAX_COUNT = 16;
  private static final Bytes DOMAIN = Bytes.utf8("conclave/recovery-share/1");
  private static final int KEY = 32;
  private static final int SET = 4;

  private RecoveryShares() {}

  /**
   * @throws IllegalArgumentException unless 2 ≤ threshold ≤ count ≤ 16
   */
  public static List<String> split(SecretBytes key, int threshold, int count, SecureRandom random) {
    if (threshold < 2 || count < threshold || count > MAX_COUNT) {
      throw new IllegalArgumentException("shares are 2 to 16, and at least 2 are needed");
    }
    byte[] secret = key.toByteArray();
    ShamirSecretSplitter splitter =
        new ShamirSecretSplitter(
            ShamirSecretSplitter.Algorithm.AES, ShamirSecretSplitter.Mode.Table, KEY, random);
    Bytes set = Sha256.of(DOMAIN, Bytes.wrap(secret)).slice(0, SET);
    List<String> shares = new ArrayList<>();
    try {
      ShamirSplitSecretShare[] parts =
          (ShamirSplitSecretShare[]) splitter.resplit(secret, threshold, count).getSecretShares();
      for (int i = 0; i < count; i++) {
        byte[] head = {(byte) threshold, (byte) (i + 1)};
        shares.add(
            CodeText.SHARE.encode(
                Bytes.wrap(head).concat(set).concat(Bytes.wrap(parts[i].getEncoded()))));
      }
    } catch (IOException impossible) {
      throw new IllegalStateException("a share could not be encoded", impossible);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
    return List.copyOf(shares);
  }

  public static boolean looksLike(String typed) {
    return typed.strip().startsWith("CONCLAVESHARE");
  }

  /** The key that these shares make. The caller wipes it. */
  public static SecretBytes combine(List<String> typed) throws UnreadableTextException {
    TreeMap<Integer, Bytes> parts = new TreeMap<>();
    Bytes set = Bytes.EMPTY;
    int threshold = 0;
    for (String line : typed) {
      if (line.isBlank()) {
        continue;
      }
      Bytes share = CodeText.SHARE.decode(line);
      if (share.size() != 2 + SET + KEY) {
        throw new UnreadableTextException("One of the shares has a wrong length.");
      }
      Bytes own = share.slice(2, 2 + SET);
      if (!set.isEmpty() && !set.equals(own)) {
        throw new UnreadableTextException("The shares belong to different recovery codes.");
      }
      set = own;
      threshold = share.byteAt(0);
      parts.put((int) share.byteAt(1), share.slice(2 + SET, share.size()));
    }
    if (parts.size() < Math.max(2, threshold)) {
      throw new UnreadableTextException(
          "There are " + parts.size() + " shares, and " + Math.max(2, threshold) + " are needed.");
    }
    SecretBytes key = combine(parts, threshold);
    if (!Sha256.of(DOMAIN, Bytes.wrap(key.toByteArray())).slice(0, SET).equals(set)) {
      key.close();
      throw new UnreadableTextException("The shares do not fit together.");
    }
    return key;
  }

  private static SecretBytes combine(TreeMap<Integer, Bytes> parts, int threshold)
      throws UnreadableTextException {
    ShamirSplitSecretShare[] shares =
        parts.entrySet().stream()
            .limit(threshold)
            .map(part -> new ShamirSplitSecretShare(part.getValue().toByteArray(), part.getKey()))
            .toArray(ShamirSplitSecretShare[]::new);
    try {
      return SecretBytes.wrap(
          new ShamirSplitSecret(
                  ShamirSecretSplitter.Algorithm.AES, ShamirSecretSplitter.Mode.Table, shares)
              .getSecret());
    } catch (IOException | RuntimeException broken) {
      throw new UnreadableTextException("The shares do not fit together.");
    }
  }
}
