package org.conclave.mls.schedule;

import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;

/**
 * The key schedule of RFC 9420 section 8.
 *
 * @param joiner what those who are welcomed start from
 * @param welcome what the GroupInfo is encrypted with
 * @param encryption the root of the secret tree
 */
public record KeySchedule(Secret joiner, Secret welcome, Secret encryption, EpochSecrets secrets) {

  /** What no part of a state keeps as it is; once all who join were welcomed and part R is made. */
  public void wipeTransient() {
    joiner.wipe();
    welcome.wipe();
    encryption.wipe();
  }

  /**
   * @param groupContext of the new epoch, encoded
   */
  public static KeySchedule advance(
      CipherSuite suite,
      Secret initSecret,
      Secret commitSecret,
      Secret pskSecret,
      byte[] groupContext) {
    Secret extracted = suite.extract(initSecret, commitSecret);
    Secret joiner = suite.expandWithLabel(extracted, "joiner", groupContext, suite.secretLength());
    extracted.wipe();
    return join(suite, joiner, pskSecret, groupContext);
  }

  /** From the joiner secret that a Welcome holds. */
  public static KeySchedule join(
      CipherSuite suite, Secret joiner, Secret pskSecret, byte[] groupContext) {
    Secret intermediate = suite.extract(joiner, pskSecret);
    Secret epochSecret =
        suite.expandWithLabel(intermediate, "epoch", groupContext, suite.secretLength());
    Secret welcome = suite.deriveSecret(intermediate, "welcome");
    intermediate.wipe();
    return ofEpoch(suite, joiner, welcome, epochSecret);
  }

  /** The schedule of a group's epoch 0, from a random epoch secret (section 11). */
  public static KeySchedule create(CipherSuite suite, Secret epochSecret) {
    return ofEpoch(suite, Secret.zeros(0), Secret.zeros(0), epochSecret);
  }

  /** The welcome secret alone: the GroupContext is not known before the GroupInfo is open. */
  public static Secret welcomeSecret(CipherSuite suite, Secret joiner, Secret pskSecret) {
    Secret intermediate = suite.extract(joiner, pskSecret);
    Secret welcome = suite.deriveSecret(intermediate, "welcome");
    intermediate.wipe();
    return welcome;
  }

  private static KeySchedule ofEpoch(
      CipherSuite suite, Secret joiner, Secret welcome, Secret epochSecret) {
    Secret encryption = suite.deriveSecret(epochSecret, "encryption");
    EpochSecrets secrets = EpochSecrets.derive(suite, epochSecret);
    epochSecret.wipe();
    return new KeySchedule(joiner, welcome, encryption, secrets);
  }
}
