package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.group.ExternalSender;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.Commit;
import org.conclave.mls.message.Content;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.message.GroupSecrets;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.PrivateContent;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.Sender;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.rule.StateMismatchException;
import org.conclave.mls.schedule.Row;
import org.conclave.mls.schedule.RowKey;
import org.conclave.mls.schedule.RowKey.Kind;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.state.PendingPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.Capabilities;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.RequiredCapabilities;
import org.conclave.mls.tree.TreeSegment;
import org.conclave.mls.tree.UpdatePath;

/**
 * What fuzzers call: each target takes any octets and fails by throwing. The first octet chooses
 * what the rest is taken for.
 */
final class FuzzTargets {
  private static final List<Decoder<? extends Encodable>> DECODERS =
      List.of(
          MlsMessage::decode,
          GroupSecrets::decode,
          Commit::decode,
          Proposal::decode,
          KeyPackage::decode,
          LeafNode::decode,
          GroupInfo::decode,
          GroupContext::decode,
          UpdatePath::decode,
          AuthenticatedContent::decode,
          Extensions::decode,
          Capabilities::decode,
          RequiredCapabilities::decode,
          Credential::decode,
          PreSharedKeyId::decode,
          ExternalSender::decode);

  static final int KINDS = DECODERS.size() + 1;

  private static final SecureRandom RANDOM = new RepeatableRandom();
  private static final ThreeMembers GROUP = new ThreeMembers(RANDOM);
  private static final Device NEWCOMER =
      new Device("newcomer", CipherSuites.DEFAULT, new MlsEngine(), RANDOM);
  private static final KeyPackageBundle BUNDLE = NEWCOMER.keyPackage();

  /** Genuine input of every kind, to start from. */
  static final Corpus CORPUS = Corpus.of(GROUP, NEWCOMER, BUNDLE);

  private static final byte[] APPLICATION_MESSAGE = GROUP.alice.send("hello");
  private static final byte[] PRIVATE_COMMIT = GROUP.alice.commit(CommitRequest.empty()).commit();

  private FuzzTargets() {}

  /**
   * The other decoders of peers' input: each refuses as declared, or encodes to the same octets
   * again.
   */
  static void decode(byte[] data) {
    if (data.length == 0) {
      return;
    }
    int kind = (data[0] & 0xff) % KINDS;
    byte[] input = Arrays.copyOfRange(data, 1, data.length);
    try {
      if (kind == DECODERS.size()) {
        for (Content.Type type : Content.Type.values()) {
          PrivateContent.decode(type, input);
        }
      } else {
        assertThat(Decoder.decodeAll(input, DECODERS.get(kind)).encoded()).isEqualTo(input);
      }
    } catch (RuleViolation declared) {
      assertThat(declared.rule()).startsWith("RFC 9420 ");
    }
  }

  /** The one decoder that hashes what it reads, blank nodes of one octet included. */
  static void decodeTree(byte[] input) {
    try {
      RatchetTree tree = Decoder.decodeAll(input, in -> RatchetTree.decode(Forger.SUITE, in));
      assertThat(tree.encoded()).isEqualTo(input);
    } catch (RuleViolation declared) {
      assertThat(declared.rule()).startsWith("RFC 9420 ");
    }
  }

  /** Every decoder of the host's own state: what is damaged is the caller's fault. */
  static void decodeState(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] input = Arrays.copyOfRange(data, 1, data.length);
    try {
      switch (data[0] & 3) {
        case 0 -> EpochPart.decode(input);
        case 1 -> SecretsPart.decode(input);
        case 2 -> PendingPart.decode(input);
        default -> KeyPackagePart.decode(new KeyPackagePrivate(BUNDLE.keyPackage(), input));
      }
    } catch (StateMismatchException declared) {
      assertThat(declared).hasMessageNotContaining("Exception");
    }
  }

  /** Part T: a whole tree or, on top of the group's, what differs from it. */
  static void resolveTree(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] base = (data[0] & 1) == 0 ? new byte[0] : GROUP.bob.tree().treeHash();
    byte[] input = Arrays.copyOfRange(data, 1, data.length);
    TreeSegment segment = new TreeSegment(GROUP.bob.tree().treeHash(), base, input);
    try {
      assertThat(GROUP.bob.engine.resolveTree(GROUP.bob.tree(), List.of(segment))).isNotNull();
    } catch (StateMismatchException declared) {
      assertThat(declared).hasMessageNotContaining("Exception");
    }
  }

  /** A part of the host's own state, damaged in any way, to every call that takes it. */
  static void useState(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] part = Arrays.copyOfRange(data, 1, data.length);
    Device bob = GROUP.bob;
    int which = data[0] & 3;
    byte[] epoch = which == 0 ? part : bob.state.epoch();
    byte[] secrets = which == 1 ? part : bob.state.secrets();
    List<Row> rows =
        List.of(
            new Row(new RowKey(bob.leaf(), Kind.APPLICATION), part),
            new Row(new RowKey(GROUP.alice.leaf(), Kind.APPLICATION), part));
    GroupState state =
        new GroupState(
            epoch,
            secrets,
            which == 3 ? rows : List.copyOf(bob.rows.values()),
            which == 2 ? part : new byte[0]);
    ProtectRequest request = new ProtectRequest(new byte[1], new byte[0], 0);
    List<Runnable> calls =
        List.of(
            () -> bob.engine.protect(state, bob.signer, request, RANDOM),
            () -> bob.engine.process(state, bob.tree(), APPLICATION_MESSAGE, List.of()),
            () -> bob.engine.process(state, bob.tree(), PRIVATE_COMMIT, List.of()),
            () -> bob.engine.peekSender(epoch, secrets, APPLICATION_MESSAGE),
            () -> bob.engine.exporter(epoch, secrets, "label", new byte[0], 16),
            () ->
                bob.engine.commit(
                    state, bob.tree(), bob.signer, CommitRequest.empty(), RANDOM, Device.NOW));
    for (Runnable call : calls) {
      try {
        call.run();
      } catch (IllegalArgumentException declared) {
        // Such a one from below would be a check that is missing here.
        assertThat(declared.getStackTrace()[0].getClassName()).startsWith("org.conclave.mls.");
        assertThat(declared).hasMessageNotContaining("Exception");
      }
    }
  }

  /** A message from anywhere, to every call that takes one. */
  static void receive(byte[] message) {
    Device bob = GROUP.bob;
    assertThat(bob.peek(message, List.of())).isNotNull();
    bob.engine.header(message);
    assertThat(bob.engine.peekSender(bob.state.epoch(), bob.state.secrets(), message)).isNotNull();
    assertThat(bob.engine.inspectKeyPackage(message, Device.NOW)).isNotNull();
    assertThat(NEWCOMER.tryJoin(message, BUNDLE, List.of())).isNotNull();
  }

  /**
   * Whatever a member may say, signed and framed as it should be: past all cryptography. No such
   * commit is ever applied, since its confirmation tag is wrong.
   */
  static void receiveFromMember(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] input = Arrays.copyOfRange(data, 1, data.length);
    boolean joiner = (data[0] & 0x80) != 0;
    try {
      Content content =
          (data[0] & 1) == 0
              ? Decoder.decodeAll(input, Proposal::decode)
              : Decoder.decodeAll(input, Commit::decode);
      Sender sender = joiner ? new Sender.NewMemberCommit() : GROUP.forger.self();
      ProcessResult result = GROUP.bob.peek(GROUP.forger.message(content, sender), List.of());
      assertThat(result).isInstanceOfAny(Rejected.class, ProposalStored.class);
    } catch (RuleViolation declared) {
      assertThat(declared.rule()).startsWith("RFC 9420 ");
    }
  }

  /** Whatever tree one who invites may send, in a Welcome that fits it. */
  static void joinTree(byte[] encodedTree) {
    MemberIdentity inviter = Forger.identityOf(GROUP.alice, Forger.SUITE);
    try {
      RatchetTree tree = Decoder.decodeAll(encodedTree, in -> RatchetTree.decode(Forger.SUITE, in));
      byte[] welcome =
          new WelcomeDraft(tree, KeyPackageDraft.decode(BUNDLE.keyPackage()), inviter).encoded();
      assertThat(NEWCOMER.tryJoin(welcome, BUNDLE, List.of())).isNotNull();
    } catch (RuleViolation declared) {
      assertThat(declared.rule()).startsWith("RFC 9420 ");
    }
  }

  /** Whatever GroupInfo a member may sign, to one who would join by it. */
  static void joinByGroupInfo(byte[] encodedInfo) {
    try {
      GroupInfo signed =
          Decoder.decodeAll(encodedInfo, GroupInfo::decode)
              .signed(Forger.SUITE, GROUP.forger.identity.signaturePrivateKey());
      ExternalCommitResult result =
          NEWCOMER.engine.externalCommit(
              ExternalCommitTest.request(NEWCOMER, new MlsMessage(signed).encoded()),
              GROUP.forger.random,
              Device.NOW);
      assertThat(result).isInstanceOfAny(Rejected.class, ExternalCommitCreated.class);
    } catch (RuleViolation declared) {
      assertThat(declared.rule()).startsWith("RFC 9420 ");
    }
  }
}
