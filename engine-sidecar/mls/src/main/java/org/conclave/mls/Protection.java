package org.conclave.mls;

import java.security.SecureRandom;
import java.util.Optional;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.PrivateFraming;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.Content;
import org.conclave.mls.message.FramedContent;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PrivateMessage;
import org.conclave.mls.message.Sender;
import org.conclave.mls.message.WireFormat;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.RatchetLimits;
import org.conclave.mls.schedule.RowKey.Kind;
import org.conclave.mls.schedule.SecretTree;
import org.conclave.mls.schedule.SecretTree.MessageKey;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.state.SecretsPart;

/** Sends application data. */
final class Protection {
  private Protection() {}

  static ProtectResult protect(
      GroupState state,
      Signer signer,
      ProtectRequest request,
      RatchetLimits limits,
      SecureRandom random)
      throws RuleViolation {
    EpochPart part = EpochPart.decode(state.epoch());
    SecretsPart.Full secrets = SecretsPart.decodeFull(state.secrets(), part.suite());
    if (part.reinitialised()) {
      throw RuleViolation.invalid("12.4.2", "the group was ended by a ReInit");
    }
    if (state.pending().length > 0) {
      throw RuleViolation.invalid("12.4", "proposals wait: they must be committed first");
    }
    if (signer.cipherSuite() != part.context().cipherSuite()) {
      throw new IllegalArgumentException("the signer is of another cipher suite than the group");
    }
    SecretTree rows = new SecretTree(part.suite(), part.treeWidth(), state.rows(), limits);
    Optional<MessageKey> key = rows.takeNext(part.ownLeaf(), Kind.APPLICATION);
    if (key.isEmpty()) {
      return new NeedRows(SecretTree.rowsFor(part.ownLeaf(), Kind.APPLICATION, part.treeWidth()));
    }
    FramedContent content =
        new FramedContent(
            part.context().groupId(),
            part.context().epoch(),
            new Sender.Member(part.ownLeaf()),
            request.authenticatedData(),
            new Content.ApplicationData(request.content()));
    Secret signatureKey = Secret.copyOf(signer.signaturePrivateKey());
    AuthenticatedContent signed;
    try {
      signed =
          AuthenticatedContent.sign(
              part.suite(),
              WireFormat.PRIVATE_MESSAGE,
              content,
              part.context().encoded(),
              signatureKey);
    } finally {
      signatureKey.wipe();
    }
    PrivateMessage message =
        PrivateFraming.seal(
            part.suite(), secrets.senderData(), signed, key.get(), request.paddingBlock(), random);
    return new ProtectedMessage(
        new MlsMessage(message).encoded(), key.get().generation(), rows.changes());
  }
}
