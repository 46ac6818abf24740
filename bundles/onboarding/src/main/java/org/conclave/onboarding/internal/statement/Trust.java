package org.conclave.onboarding.internal.statement;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.conclave.api.bytes.Bytes;

/** Whether signatures and keys are examined. Structure and bounds always are. */
public enum Trust {
  /** It came from outside: everything is verified, strictly. */
  NONE {
    /**
     * RFC 8032 section 5.1.7, strictly: S below the group's order, canonical encodings, and both
     * the key and the signature's R in the group of prime order, so that every verifier agrees and
     * no key of small order signs everything.
     */
    @Override
    boolean isSignature(Bytes publicKey, Bytes message, Bytes signature) {
      if (publicKey.size() != Ed25519.PUBLIC_KEY_SIZE
          || signature.size() != Ed25519.SIGNATURE_SIZE) {
        return false;
      }
      byte[] encoded = signature.toByteArray();
      Ed25519.PublicPoint key = Ed25519.validatePublicKeyFullExport(publicKey.toByteArray(), 0);
      if (key == null || !Ed25519.validatePublicKeyFull(encoded, 0)) {
        return false;
      }
      return Ed25519.verify(encoded, 0, key, message.toByteArray(), 0, message.size());
    }

    @Override
    boolean isSigningKey(Bytes publicKey) {
      return publicKey.size() == Ed25519.PUBLIC_KEY_SIZE
          && Ed25519.validatePublicKeyFull(publicKey.toByteArray(), 0);
    }

    @Override
    boolean isMailboxKey(Bytes publicKey) {
      return MailboxKey.isStrong(publicKey);
    }
  },

  /** It comes out of the sealed profile, into which only what was verified goes. */
  VERIFIED_BEFORE {
    @Override
    boolean isSignature(Bytes publicKey, Bytes message, Bytes signature) {
      return signature.size() == Ed25519.SIGNATURE_SIZE;
    }

    @Override
    boolean isSigningKey(Bytes publicKey) {
      return publicKey.size() == Ed25519.PUBLIC_KEY_SIZE;
    }

    @Override
    boolean isMailboxKey(Bytes publicKey) {
      return publicKey.size() == Ed25519.PUBLIC_KEY_SIZE;
    }
  };

  abstract boolean isSignature(Bytes publicKey, Bytes message, Bytes signature);

  abstract boolean isSigningKey(Bytes publicKey);

  abstract boolean isMailboxKey(Bytes publicKey);
}
