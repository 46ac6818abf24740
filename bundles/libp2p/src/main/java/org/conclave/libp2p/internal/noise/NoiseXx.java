package org.conclave.libp2p.internal.noise;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * The handshake {@code Noise_XX_25519_ChaChaPoly_SHA256}: {@code -> e, <- e ee s es, -> s se}. The
 * caller writes and reads the three messages in turn. Not safe for use from several threads.
 */
final class NoiseXx {
  static final int KEY_LENGTH = 32;

  private static final String NAME = "Noise_XX_25519_ChaChaPoly_SHA256";
  private static final String[][] PATTERN = {{"e"}, {"e", "ee", "s", "es"}, {"s", "se"}};

  /** The ciphers of a finished handshake. */
  record Ciphers(NoiseCipher sending, NoiseCipher receiving) {}

  private final boolean initiator;
  private final X25519PrivateKeyParameters staticKey;
  private final X25519PrivateKeyParameters ephemeralKey;
  private final SymmetricState symmetric = new SymmetricState(NAME);
  private @Nullable X25519PublicKeyParameters remoteStatic;
  private @Nullable X25519PublicKeyParameters remoteEphemeral;
  private int next;

  NoiseXx(boolean initiator, X25519PrivateKeyParameters staticKey, SecureRandom random) {
    this.initiator = initiator;
    this.staticKey = staticKey;
    this.ephemeralKey = new X25519PrivateKeyParameters(random);
    symmetric.mixHash(new byte[0]);
  }

  /** Whether the next message is this side's to write. */
  boolean writesNext() {
    return !isFinished() && (next % 2 == 0) == initiator;
  }

  boolean isFinished() {
    return next == PATTERN.length;
  }

  byte[] write(byte[] payload) throws GeneralSecurityException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String token : PATTERN[next++]) {
      switch (token) {
        case "e" -> {
          byte[] key = ephemeralKey.generatePublicKey().getEncoded();
          symmetric.mixHash(key);
          out.writeBytes(key);
        }
        case "s" ->
            out.writeBytes(symmetric.encryptAndHash(staticKey.generatePublicKey().getEncoded()));
        default -> agree(token);
      }
    }
    out.writeBytes(symmetric.encryptAndHash(payload));
    return out.toByteArray();
  }

  /**
   * Takes a message and gives its payload.
   *
   * @throws GeneralSecurityException if it is cut off, was changed, or holds a useless key
   */
  byte[] read(byte[] message) throws GeneralSecurityException {
    int at = 0;
    for (String token : PATTERN[next++]) {
      switch (token) {
        case "e" -> {
          byte[] key = part(message, at, KEY_LENGTH);
          at += KEY_LENGTH;
          symmetric.mixHash(key);
          remoteEphemeral = new X25519PublicKeyParameters(key);
        }
        case "s" -> {
          int length = KEY_LENGTH + (symmetric.hasKey() ? NoiseCipher.TAG_LENGTH : 0);
          byte[] key = symmetric.decryptAndHash(part(message, at, length));
          at += length;
          remoteStatic = new X25519PublicKeyParameters(key);
        }
        default -> agree(token);
      }
    }
    return symmetric.decryptAndHash(part(message, at, message.length - at));
  }

  /** The other side's static key; only after the message that brings it. */
  byte[] remoteStaticKey() {
    return present(remoteStatic).getEncoded();
  }

  /** The ciphers for what follows. */
  Ciphers split() {
    byte[][] keys = symmetric.split();
    return initiator
        ? new Ciphers(NoiseCipher.encrypting(keys[0], 0), NoiseCipher.decrypting(keys[1], 0))
        : new Ciphers(NoiseCipher.encrypting(keys[1], 0), NoiseCipher.decrypting(keys[0], 0));
  }

  private void agree(String token) throws GeneralSecurityException {
    X25519PrivateKeyParameters mine =
        token.charAt(initiator ? 0 : 1) == 'e' ? ephemeralKey : staticKey;
    X25519PublicKeyParameters theirs =
        present(token.charAt(initiator ? 1 : 0) == 'e' ? remoteEphemeral : remoteStatic);
    byte[] secret = new byte[KEY_LENGTH];
    try {
      mine.generateSecret(theirs, secret, 0);
    } catch (IllegalStateException e) {
      throw new GeneralSecurityException("the peer's key gives no shared secret", e);
    }
    symmetric.mixKey(secret);
    Arrays.fill(secret, (byte) 0);
  }

  private static X25519PublicKeyParameters present(@Nullable X25519PublicKeyParameters key) {
    if (key == null) {
      throw new IllegalStateException("the key comes with a later message");
    }
    return key;
  }

  private static byte[] part(byte[] message, int from, int length) throws GeneralSecurityException {
    if (length > message.length - from) {
      throw new GeneralSecurityException("a handshake message is cut off");
    }
    return Arrays.copyOfRange(message, from, from + length);
  }
}
