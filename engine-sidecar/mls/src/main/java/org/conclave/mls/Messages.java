package org.conclave.mls;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.group.SenderData;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PrivateMessage;
import org.conclave.mls.message.PublicMessage;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.RatchetLimits;
import org.conclave.mls.schedule.SecretTree;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.RatchetTree;

/**
 * What is sent in a group, on its way out and in. Part of {@link MlsEngine}, which says what holds
 * for all calls.
 */
public sealed interface Messages permits MlsEngine {
  /** How far ahead of a ratchet, and how many keys behind it, a message may be. */
  RatchetLimits limits();

  /**
   * Protects application data, RFC 9420 section 6.3. Needs no tree, so that it costs the same in a
   * group of any size.
   */
  default ProtectResult protect(
      GroupState state, Signer signer, ProtectRequest request, SecureRandom random) {
    try {
      return Protection.protect(state, signer, request, limits(), random);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /**
   * Opens a message of a group, RFC 9420 sections 6 and 12.4.2: application data, a proposal or a
   * commit. With a state whose part S was retired, application data only.
   *
   * <p>Lifetimes of key packages that others add are not looked at: members who process a commit at
   * different times must agree on it (section 7.3 recommends the check and says why it may be left
   * out).
   */
  default ProcessResult process(
      GroupState state, RatchetTree tree, byte[] message, List<Psk> psks) {
    try (var processing = new Processing(state, tree, limits(), psks)) {
      return processing.process(message);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /** Whose ratchet a private message takes. Needs parts E and S only. */
  default PeekResult peekSender(byte[] epoch, byte[] secrets, byte[] message) {
    try {
      EpochPart part = EpochPart.decode(epoch);
      PrivateMessage decoded = MlsMessage.decode(message, PrivateMessage.class);
      SenderData sender =
          SenderData.open(
              part.suite(), SecretsPart.decode(secrets, part.suite()).senderData(), decoded);
      if (sender.leafIndex() < 0 || sender.leafIndex() >= part.treeWidth()) {
        throw RuleViolation.invalid("6.3.2", "a sender outside the tree");
      }
      var kind = SenderData.ratchetFor(decoded.contentType());
      return new PeekedSender(
          sender.leafIndex(),
          kind,
          sender.generation(),
          SecretTree.rowsFor(sender.leafIndex(), kind, part.treeWidth()));
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /** What a message says in the clear; nothing if it does not parse. */
  default Optional<MessageHeader> header(byte[] message) {
    try {
      MlsMessage decoded = Decoder.decodeAll(message, MlsMessage::decode);
      MlsMessage.Body body = decoded.body();
      if (body instanceof PrivateMessage p) {
        return Optional.of(new MessageHeader(decoded.wireFormat(), p.groupId(), p.epoch()));
      } else if (body instanceof PublicMessage p) {
        return Optional.of(
            new MessageHeader(decoded.wireFormat(), p.content().groupId(), p.content().epoch()));
      } else if (body instanceof GroupInfo info) {
        return Optional.of(
            new MessageHeader(
                decoded.wireFormat(), info.groupContext().groupId(), info.groupContext().epoch()));
      }
      return Optional.of(new MessageHeader(decoded.wireFormat(), new byte[0], 0));
    } catch (RuleViolation e) {
      return Optional.empty();
    }
  }
}
