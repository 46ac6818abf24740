package org.conclave.mls;

import java.security.SecureRandom;
import java.util.List;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.group.PublicFraming;
import org.conclave.mls.group.SenderData;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.Commit;
import org.conclave.mls.message.Content;
import org.conclave.mls.message.FramedContent;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PrivateContent;
import org.conclave.mls.message.PrivateMessage;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.ProposalOrRef;
import org.conclave.mls.message.PublicMessage;
import org.conclave.mls.message.Sender;
import org.conclave.mls.message.WireFormat;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.KeyAndNonce;
import org.conclave.mls.schedule.RatchetLimits;
import org.conclave.mls.schedule.RowKey.Kind;
import org.conclave.mls.schedule.SecretTree;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.UpdatePath;
import org.jspecify.annotations.Nullable;

/**
 * A member who signs whatever it likes: everything is authentic but for the one rule that a test
 * breaks.
 */
final class Forger {
  static final CipherSuite SUITE = CipherSuites.find(CipherSuites.DEFAULT).orElseThrow();

  final CipherSuite suite;
  final MemberIdentity identity;
  final SecureRandom random;
  private final Device device;
  private final GroupContext context;
  private final SecretsPart.Full secrets;

  Forger(Device device) {
    this(device, new SecureRandom());
  }

  Forger(Device device, SecureRandom random) {
    this.device = device;
    this.random = random;
    this.suite = CipherSuites.find(device.signer.cipherSuite()).orElseThrow();
    this.identity = identityOf(device, suite);
    this.context = EpochPart.decode(device.state.epoch()).context();
    this.secrets = SecretsPart.decodeFull(device.state.secrets());
  }

  static MemberIdentity identityOf(Device device, CipherSuite suite) {
    return new MemberIdentity(
        suite,
        device.signer.credential(),
        device.signer.signatureKey(),
        Secret.copyOf(device.signer.signaturePrivateKey()));
  }

  static LeafNodeSource.InKeyPackage lifetime() {
    return new LeafNodeSource.InKeyPackage(Device.NOW - 1, Device.NOW + 1);
  }

  GroupContext context() {
    return context;
  }

  Sender self() {
    return new Sender.Member(device.leaf());
  }

  /** A commit of proposals by value. Its confirmation tag is wrong: that is checked last. */
  byte[] commit(@Nullable UpdatePath path, Proposal... proposals) {
    List<ProposalOrRef> entries =
        List.of(proposals).stream().<ProposalOrRef>map(ProposalOrRef.ByValue::new).toList();
    return message(new Commit(entries, path), self());
  }

  /** A commit of entries as they are. */
  byte[] commit(@Nullable UpdatePath path, Sender sender, ProposalOrRef... entries) {
    return message(new Commit(List.of(entries), path), sender);
  }

  static ProposalOrRef value(Proposal proposal) {
    return new ProposalOrRef.ByValue(proposal);
  }

  static ProposalOrRef reference(byte[] reference) {
    return new ProposalOrRef.ByReference(reference);
  }

  byte[] message(Content content, Sender sender) {
    return new MlsMessage(publicMessage(content, sender)).encoded();
  }

  PublicMessage publicMessage(Content content, Sender sender) {
    AuthenticatedContent signed = sign(content, sender, WireFormat.PUBLIC_MESSAGE);
    return PublicFraming.seal(suite, secrets.secrets().membership(), signed, context.encoded());
  }

  AuthenticatedContent sign(Content content, Sender sender, WireFormat format) {
    FramedContent framed =
        new FramedContent(context.groupId(), context.epoch(), sender, new byte[0], content);
    AuthenticatedContent signed =
        AuthenticatedContent.sign(
            suite, format, framed, context.encoded(), identity.signaturePrivateKey());
    return content instanceof Commit
        ? signed.withConfirmationTag(new byte[suite.secretLength()])
        : signed;
  }

  /** A private message whose plaintext ends as given and whose sender data names the given leaf. */
  byte[] privateMessage(Content content, int namedLeaf, byte[] padding) throws RuleViolation {
    SecretTree rows =
        new SecretTree(
            suite, device.tree().width(), List.copyOf(device.rows.values()), RatchetLimits.DEFAULT);
    SecretTree.MessageKey key = rows.takeNext(device.leaf(), Kind.HANDSHAKE).orElseThrow();
    AuthenticatedContent signed = sign(content, self(), WireFormat.PRIVATE_MESSAGE);
    byte[] plaintext =
        new TlsWriter()
            .bytes(new PrivateContent(content, signed.auth()).encoded())
            .bytes(padding)
            .toByteArray();
    Content.Type type = content.type();
    byte[] groupId = context.groupId();
    byte[] aad = PrivateMessage.contentAad(groupId, context.epoch(), type, new byte[0]);
    byte[] ciphertext = suite.seal(key.keys().key(), key.keys().nonce(), aad, plaintext);
    // A guard of zeros leaves the nonce as it is.
    SenderData senderData = new SenderData(namedLeaf, key.generation(), new byte[4]);
    KeyAndNonce senderKeys = SenderData.keys(suite, secrets.senderData(), ciphertext);
    byte[] senderAad = PrivateMessage.senderDataAad(groupId, context.epoch(), type);
    byte[] sealedSender =
        suite.seal(senderKeys.key(), senderKeys.nonce(), senderAad, senderData.encoded());
    return new MlsMessage(
            new PrivateMessage(
                groupId, context.epoch(), type, new byte[0], sealedSender, ciphertext))
        .encoded();
  }

  /** A new leaf for the own place. */
  LeafNode leaf(LeafNodeSource source) {
    return signed(
        device
            .tree()
            .leaf(device.leaf())
            .renewed(suite.generateKeyPair(random).publicKey(), source));
  }

  /** A leaf for the own place, signed as it is. */
  LeafNode signed(LeafNode leaf) {
    return leaf.signed(suite, identity.signaturePrivateKey(), context.groupId(), device.leaf());
  }

  /** The own leaf as a draft, with a fresh encryption key and another source. */
  LeafDraft draft(LeafNodeSource source) {
    return new LeafDraft(leaf(source));
  }

  static LeafNode with(LeafNode leaf, Extensions extensions) {
    return new LeafNode(
        leaf.encryptionKey(),
        leaf.signatureKey(),
        leaf.credential(),
        leaf.capabilities(),
        leaf.source(),
        extensions,
        leaf.signature());
  }
}
