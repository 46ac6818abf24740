package org.conclave.mls.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.PrivateFraming;
import org.conclave.mls.group.PublicFraming;
import org.conclave.mls.group.SenderData;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.Commit;
import org.conclave.mls.message.Content;
import org.conclave.mls.message.FramedContent;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.GroupSecrets;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PrivateMessage;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.PublicMessage;
import org.conclave.mls.message.Sender;
import org.conclave.mls.message.WireFormat;
import org.conclave.mls.schedule.RatchetLimits;
import org.conclave.mls.schedule.SecretTree;
import org.conclave.mls.schedule.SecretTree.MessageKey;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.RatchetTree;

/** Encodings, and framing there and back. */
final class MessageVectors {
  private static final int SENDER = 1;

  private MessageVectors() {}

  static void messages(Case vector) throws Exception {
    for (String name :
        new String[] {
          "mls_welcome",
          "mls_group_info",
          "mls_key_package",
          "public_message_application",
          "public_message_proposal",
          "public_message_commit",
          "private_message"
        }) {
      roundTrip(vector.hex(name), MlsMessage::decode);
    }
    CipherSuite suite = CipherSuites.find(CipherSuites.DEFAULT).orElseThrow();
    roundTrip(vector.hex("ratchet_tree"), in -> RatchetTree.decode(suite, in));
    roundTrip(vector.hex("group_secrets"), GroupSecrets::decode);
    roundTrip(vector.hex("commit"), Commit::decode);
    proposal(Proposal.ADD, vector.hex("add_proposal"));
    proposal(Proposal.UPDATE, vector.hex("update_proposal"));
    proposal(Proposal.REMOVE, vector.hex("remove_proposal"));
    proposal(Proposal.PSK, vector.hex("pre_shared_key_proposal"));
    proposal(Proposal.REINIT, vector.hex("re_init_proposal"));
    proposal(Proposal.EXTERNAL_INIT, vector.hex("external_init_proposal"));
    proposal(Proposal.GROUP_CONTEXT_EXTENSIONS, vector.hex("group_context_extensions_proposal"));
  }

  private static void proposal(int number, byte[] body) throws Exception {
    roundTrip(new TlsWriter().u16(number).bytes(body).toByteArray(), Proposal::decode);
  }

  private static <T extends Encodable> void roundTrip(byte[] encoded, Decoder<T> decoder)
      throws Exception {
    assertThat(Decoder.decodeAll(encoded, decoder).encoded()).isEqualTo(encoded);
  }

  static void protection(Case vector) throws Exception {
    Protection protection = new Protection(vector);
    Content proposal = Decoder.decodeAll(vector.hex("proposal"), Proposal::decode);
    protection.checkPublic(vector.hex("proposal_pub"), proposal);
    protection.checkPrivate(vector.hex("proposal_priv"), proposal);
    Content commit = Decoder.decodeAll(vector.hex("commit"), Commit::decode);
    protection.checkPublic(vector.hex("commit_pub"), commit);
    protection.checkPrivate(vector.hex("commit_priv"), commit);
    Content application = new Content.ApplicationData(vector.hex("application"));
    protection.checkPrivate(vector.hex("application_priv"), application);
    assertThatThrownBy(() -> protection.sealPublic(application))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** One member of two, as the vector describes it. */
  private static final class Protection {
    private final CipherSuite suite;
    private final GroupContext context;
    private final Case vector;

    Protection(Case vector) {
      this.vector = vector;
      this.suite = vector.suite();
      this.context =
          new GroupContext(
              suite.id(),
              vector.hex("group_id"),
              vector.number("epoch"),
              vector.hex("tree_hash"),
              vector.hex("confirmed_transcript_hash"),
              Extensions.NONE);
    }

    void checkPublic(byte[] message, Content expected) throws Exception {
      assertThat(openPublic(MlsMessage.decode(message, PublicMessage.class)))
          .isEqualTo(expected.encoded());
      assertThat(openPublic(sealPublic(expected))).isEqualTo(expected.encoded());
    }

    void checkPrivate(byte[] message, Content expected) throws Exception {
      assertThat(openPrivate(MlsMessage.decode(message, PrivateMessage.class)))
          .isEqualTo(expected.encoded());
      MessageKey key =
          ratchets().takeNext(SENDER, SenderData.ratchetFor(expected.type())).orElseThrow();
      PrivateMessage own =
          PrivateFraming.seal(
              suite,
              vector.secret("sender_data_secret"),
              sign(WireFormat.PRIVATE_MESSAGE, expected),
              key,
              64,
              new SecureRandom());
      assertThat(openPrivate(own)).isEqualTo(expected.encoded());
    }

    PublicMessage sealPublic(Content content) {
      return PublicFraming.seal(
          suite,
          vector.secret("membership_key"),
          sign(WireFormat.PUBLIC_MESSAGE, content),
          context.encoded());
    }

    private byte[] openPublic(PublicMessage message) throws Exception {
      return verified(
          PublicFraming.open(suite, vector.secret("membership_key"), message, context.encoded()));
    }

    private byte[] openPrivate(PrivateMessage message) throws Exception {
      SenderData sender = SenderData.open(suite, vector.secret("sender_data_secret"), message);
      assertThat(sender.leafIndex()).isEqualTo(SENDER);
      MessageKey key =
          ratchets()
              .take(SENDER, SenderData.ratchetFor(message.contentType()), sender.generation())
              .orElseThrow();
      return verified(PrivateFraming.open(suite, message, sender, key));
    }

    private byte[] verified(AuthenticatedContent content) {
      assertThat(content.isSignedBy(suite, vector.hex("signature_pub"), context.encoded()))
          .isTrue();
      return content.content().content().encoded();
    }

    private AuthenticatedContent sign(WireFormat format, Content content) {
      FramedContent framed =
          new FramedContent(
              context.groupId(), context.epoch(), new Sender.Member(SENDER), new byte[0], content);
      Secret key = vector.secret("signature_priv");
      AuthenticatedContent signed =
          AuthenticatedContent.sign(suite, format, framed, context.encoded(), key);
      return content instanceof Commit
          ? signed.withConfirmationTag(new byte[suite.secretLength()])
          : signed;
    }

    private SecretTree ratchets() {
      return new SecretTree(
          suite,
          2,
          SecretTree.rootRow(2, vector.secret("encryption_secret")),
          RatchetLimits.DEFAULT);
    }
  }
}
