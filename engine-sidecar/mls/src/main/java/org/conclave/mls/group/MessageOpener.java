package org.conclave.mls.group;

import java.util.Optional;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.PrivateMessage;
import org.conclave.mls.message.PublicMessage;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.SecretTree;
import org.conclave.mls.schedule.SecretTree.MessageKey;

/**
 * From a framed message to content whose sender is known and whose signature is verified, RFC 9420
 * section 6.
 */
public final class MessageOpener {
  private final Epoch epoch;
  private final ContentVerifier verifier;

  public MessageOpener(Epoch epoch) {
    this.epoch = epoch;
    this.verifier = new ContentVerifier(epoch);
  }

  /** Checks the membership tag and the signature. */
  public AuthenticatedContent open(PublicMessage message, Secret membershipKey)
      throws RuleViolation {
    AuthenticatedContent content =
        PublicFraming.open(epoch.suite(), membershipKey, message, epoch.encodedContext());
    verifier.verify(content);
    return content;
  }

  /**
   * Decrypts and checks the signature; nothing if the rows that it takes are not in the secret
   * tree.
   */
  public Optional<AuthenticatedContent> open(
      PrivateMessage message, SenderData senderData, SecretTree rows) throws RuleViolation {
    epoch.tree().requireLeaf(senderData.leafIndex(), "6.3.2");
    if (senderData.leafIndex() == epoch.ownLeaf()) {
      throw RuleViolation.invalid("6.3", "a private message of this member itself");
    }
    Optional<MessageKey> key =
        rows.take(
            senderData.leafIndex(),
            SenderData.ratchetFor(message.contentType()),
            senderData.generation());
    if (key.isEmpty()) {
      return Optional.empty();
    }
    AuthenticatedContent content =
        PrivateFraming.open(epoch.suite(), message, senderData, key.get());
    verifier.verify(content);
    return Optional.of(content);
  }
}
