package org.conclave.engine.backup;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.conclave.engine.backup.BackupRefusedException.Kind;

/**
 * The file that an identity leaves in and comes back from: a {@link BackupHeader}, then AES-256-GCM
 * of the payload under a key that Argon2id makes of the passphrase, the whole header as associated
 * data. What the payload says is the host's. Thread-safe.
 */
public final class IdentityBackup {
  /** No payload is larger. */
  public static final int MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

  /** No passphrase is longer; none is empty. */
  public static final int MAX_PASSPHRASE_BYTES = 1024;

  private static final int TAG_SIZE = 16;

  private final KeyDerivation derivation;
  private final SecureRandom random;

  public IdentityBackup(KeyDerivation derivation, SecureRandom random) {
    this.derivation = derivation;
    this.random = random;
  }

  /**
   * The bytes of a backup.
   *
   * @param passphrase UTF-8; as {@code payload}, neither changed nor kept
   * @throws IllegalArgumentException if either is empty or too large
   */
  public byte[] seal(byte[] payload, byte[] passphrase, BackupCost cost, DerivationWatch watch)
      throws NotEnoughMemoryException, DerivationCancelledException {
    requireSize(payload, MAX_PAYLOAD_BYTES, "payload");
    requireSize(passphrase, MAX_PASSPHRASE_BYTES, "passphrase");
    BackupHeader header = BackupHeader.fresh(cost, random);
    byte[] prefix = header.encode();
    byte[] backup = Arrays.copyOf(prefix, BackupHeader.SIZE + payload.length + TAG_SIZE);
    byte[] key = derivation.derive(passphrase, header.salt(), cost, watch);
    try {
      cipher(Cipher.ENCRYPT_MODE, key, header.nonce(), prefix)
          .doFinal(payload, 0, payload.length, backup, BackupHeader.SIZE);
      return backup;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    } finally {
      KeyDerivation.wipe(key);
    }
  }

  /**
   * The payload of a backup.
   *
   * @return the caller's, to be wiped
   * @throws BackupRefusedException for anything but what {@link #seal} made with this passphrase
   * @throws IllegalArgumentException if the passphrase is empty or too long
   */
  public byte[] open(byte[] backup, byte[] passphrase, DerivationWatch watch)
      throws BackupRefusedException, DerivationCancelledException {
    requireSize(passphrase, MAX_PASSPHRASE_BYTES, "passphrase");
    BackupHeader header = BackupHeader.parse(backup);
    if (backup.length <= BackupHeader.SIZE + TAG_SIZE) {
      throw new BackupRefusedException(Kind.CUT_OFF, "it ends before its payload");
    }
    if (backup.length > BackupHeader.SIZE + MAX_PAYLOAD_BYTES + TAG_SIZE) {
      throw new BackupRefusedException(Kind.TOO_LARGE, "it is larger than a backup may be");
    }
    byte[] key = derive(passphrase, header, watch);
    try {
      byte[] prefix = Arrays.copyOf(backup, BackupHeader.SIZE);
      return cipher(Cipher.DECRYPT_MODE, key, header.nonce(), prefix)
          .doFinal(backup, BackupHeader.SIZE, backup.length - BackupHeader.SIZE);
    } catch (AEADBadTagException e) {
      throw new BackupRefusedException(
          Kind.WRONG_PASSPHRASE_OR_DAMAGED, "the passphrase is wrong, or the file was damaged");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    } finally {
      KeyDerivation.wipe(key);
    }
  }

  private byte[] derive(byte[] passphrase, BackupHeader header, DerivationWatch watch)
      throws BackupRefusedException, DerivationCancelledException {
    try {
      return derivation.derive(passphrase, header.salt(), header.cost(), watch);
    } catch (NotEnoughMemoryException e) {
      throw new BackupRefusedException(Kind.NOT_ENOUGH_MEMORY, String.valueOf(e.getMessage()));
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] header)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_SIZE, nonce));
    cipher.updateAAD(header);
    return cipher;
  }

  private static void requireSize(byte[] content, int largest, String what) {
    if (content.length == 0 || content.length > largest) {
      throw new IllegalArgumentException(
          "the " + what + " has " + content.length + " bytes, of 1 to " + largest);
    }
  }
}
