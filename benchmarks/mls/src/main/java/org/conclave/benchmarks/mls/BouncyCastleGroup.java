package org.conclave.benchmarks.mls;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.Proposal;
import org.bouncycastle.mls.crypto.MlsCipherSuite;
import org.bouncycastle.mls.crypto.Secret;
import org.bouncycastle.mls.protocol.Group;
import org.conclave.mls.CommitCreated;
import org.conclave.mls.CommitRequest;
import org.conclave.mls.crypto.CipherSuites;
import org.jspecify.annotations.Nullable;

/**
 * The same group in Bouncy Castle's implementation: its members join those of {@link OurGroup}, and
 * renew their paths until the tree is as warm as it was. Messages are bytes where ours are, so that
 * both decode what they are given and encode what they send.
 */
final class BouncyCastleGroup {
  private static final Map<Integer, BouncyCastleGroup> MADE = new ConcurrentHashMap<>();

  private final SecureRandom random = new SecureRandom();
  private final OurGroup ours;
  private final MlsCipherSuite suite;
  private @Nullable Group alone;
  private @Nullable Group blank;
  private @Nullable Group committer;
  private @Nullable Group receiver;

  private BouncyCastleGroup(int size) {
    this.ours = OurGroup.of(size);
    try {
      this.suite = MlsCipherSuite.getSuite((short) CipherSuites.DEFAULT);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static BouncyCastleGroup of(int size) {
    return MADE.computeIfAbsent(size, BouncyCastleGroup::new);
  }

  // Adding and joining.

  /** A commit and its Welcome, encoded. */
  byte[][] addAll() throws Exception {
    if (alone == null) {
      alone = found(ours.members.get(0));
    }
    List<Proposal> adds = new ArrayList<>();
    for (Member member : ours.members.subList(1, ours.members.size())) {
      adds.add(Proposal.add(parse(member.bundle().keyPackage()).keyPackage));
    }
    MLSMessage message = commit(alone, adds, false).message;
    return new byte[][] {MLSOutputStream.encode(message), MLSOutputStream.encode(message.welcome)};
  }

  Group join(byte[] welcome) throws Exception {
    return join(ours.members.get(ours.receiver()), parse(welcome));
  }

  byte[] welcome() {
    return ours.welcome();
  }

  // Commits.

  byte[] commitInBlankTree() throws Exception {
    if (blank == null) {
      blank = join(welcome());
    }
    return MLSOutputStream.encode(commit(blank, List.of(), true).message);
  }

  byte[] warmCommit() throws Exception {
    return MLSOutputStream.encode(commit(committer(), List.of(), true).message);
  }

  Group process(byte[] commit) throws Exception {
    return receiver().handle(commit, null);
  }

  // Application messages.

  byte[] protect(byte[] content) throws Exception {
    return MLSOutputStream.encode(committer().protect(new byte[0], content, 0));
  }

  byte[][] unprotect(byte[] message) throws Exception {
    return receiver().unprotect(parse(message));
  }

  private Group committer() throws Exception {
    warmUp();
    return java.util.Objects.requireNonNull(committer);
  }

  private Group receiver() throws Exception {
    warmUp();
    return java.util.Objects.requireNonNull(receiver);
  }

  private void warmUp() throws Exception {
    if (committer != null) {
      return;
    }
    Group first;
    Group second;
    if (ours.members.size() == 2) {
      Group alone = found(ours.members.get(0));
      Group.GroupWithMessage added =
          commit(
              alone,
              List.of(Proposal.add(parse(ours.members.get(1).bundle().keyPackage()).keyPackage)),
              false);
      first = added.group;
      MLSMessage welcome = new MLSMessage(org.bouncycastle.mls.codec.WireFormat.mls_welcome);
      welcome.welcome = added.message.welcome;
      second = join(ours.members.get(1), parse(MLSOutputStream.encode(welcome)));
    } else {
      Member one = Member.create(ours.engine, -1, random);
      Member other = Member.create(ours.engine, -2, random);
      byte[] welcome = exchange(one, other);
      first = join(one, parse(welcome));
      second = join(other, parse(welcome));
    }
    Group.GroupWithMessage renewed = commit(first, List.of(), true);
    second = second.handle(MLSOutputStream.encode(renewed.message), null);
    first = renewed.group;
    renewed = commit(second, List.of(), true);
    first = first.handle(MLSOutputStream.encode(renewed.message), null);
    second = renewed.group;
    if (!Arrays.equals(first.getEpochAuthenticator(), second.getEpochAuthenticator())) {
      throw new IllegalStateException("two members of one group differ");
    }
    committer = first;
    receiver = second;
  }

  /** Puts two others in the place of our committer and receiver. Returns the Welcome for them. */
  private byte[] exchange(Member one, Member other) {
    Object result =
        ours.engine.commit(
            ours.warmState(0),
            ours.warmTree(),
            ours.members.get(0).signer(),
            CommitRequest.empty()
                .removing(List.of(ours.committer(), ours.receiver()))
                .adding(List.of(one.bundle().keyPackage(), other.bundle().keyPackage())),
            random,
            OurGroup.NOW);
    if (result instanceof CommitCreated created && created.welcome() != null) {
      return created.welcome();
    }
    throw new IllegalStateException("no Welcome: " + result);
  }

  private Group found(Member founder) throws Exception {
    return new Group(
        OurGroup.GROUP_ID,
        suite,
        leafKey(founder),
        founder.signer().signaturePrivateKey().clone(),
        parse(founder.bundle().keyPackage()).keyPackage.getLeafNode(),
        List.of());
  }

  private Group join(Member member, MLSMessage welcome) throws Exception {
    return new Group(
        member.initKey().expose().clone(),
        leafKey(member),
        member.signer().signaturePrivateKey().clone(),
        parse(member.bundle().keyPackage()).keyPackage,
        welcome.welcome,
        null,
        new HashMap<>(),
        new HashMap<>());
  }

  private Group.GroupWithMessage commit(Group group, List<Proposal> proposals, boolean path)
      throws Exception {
    byte[] leafSecret = new byte[32];
    random.nextBytes(leafSecret);
    return group.commit(
        new Secret(leafSecret),
        new Group.CommitOptions(proposals, !proposals.isEmpty(), path, new Group.LeafNodeOptions()),
        new Group.MessageOptions(true, new byte[0], 0),
        new Group.CommitParameters(Group.NORMAL_COMMIT_PARAMS));
  }

  private AsymmetricCipherKeyPair leafKey(Member member) {
    return suite
        .getHPKE()
        .deserializePrivateKey(
            member.encryptionKey().expose().clone(),
            member.keyPackage().leafNode().encryptionKey());
  }

  private static MLSMessage parse(byte[] message) throws Exception {
    return (MLSMessage) MLSInputStream.decode(message, MLSMessage.class);
  }
}
