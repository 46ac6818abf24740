package org.conclave.mls;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.codec.KeyPackage;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.Proposal;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.crypto.MlsCipherSuite;
import org.bouncycastle.mls.crypto.Secret;
import org.bouncycastle.mls.protocol.Group;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.tree.LeafNodeSource;
import org.jspecify.annotations.Nullable;

/** A member by Bouncy Castle, whose keys our engine makes. For one thread. */
final class BouncyCastleParty implements Party {
  private final String name;
  private final MlsCipherSuite suite;
  private final Device keys;
  private final SecureRandom random = new SecureRandom();
  private MemberIdentity.OwnKeyPackage own;
  private Group group;

  BouncyCastleParty(String name, int suite) throws Exception {
    this.name = name;
    this.suite = MlsCipherSuite.getSuite((short) suite);
    this.keys = new Device(name, suite);
    makeKeyPackage();
  }

  private void makeKeyPackage() {
    own =
        Forger.identityOf(keys, CipherSuites.find(keys.signer.cipherSuite()).orElseThrow())
            .newKeyPackage(
                new LeafNodeSource.InKeyPackage(0, Long.MAX_VALUE),
                false,
                List.of(Device.PRIVATE_EXTENSION),
                random);
  }

  private static MLSMessage parse(byte[] message) throws Exception {
    return (MLSMessage) MLSInputStream.decode(message, MLSMessage.class);
  }

  private KeyPackage ownKeyPackage() throws Exception {
    return parse(new MlsMessage(own.keyPackage()).encoded()).keyPackage;
  }

  private AsymmetricCipherKeyPair leafKey() {
    return suite
        .getHPKE()
        .deserializePrivateKey(
            own.encryptionKey().expose().clone(), own.keyPackage().leafNode().encryptionKey());
  }

  private static Group.MessageOptions framing() {
    return new Group.MessageOptions(true, new byte[0], 0);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte[] keyPackage() {
    makeKeyPackage();
    return new MlsMessage(own.keyPackage()).encoded();
  }

  @Override
  public void found(byte[] groupId) throws Exception {
    group =
        new Group(
            groupId,
            suite,
            leafKey(),
            keys.signer.signaturePrivateKey().clone(),
            ownKeyPackage().getLeafNode(),
            new ArrayList<>());
  }

  @Override
  public void join(byte[] welcome) throws Exception {
    group =
        new Group(
            own.initKey().expose().clone(),
            leafKey(),
            keys.signer.signaturePrivateKey().clone(),
            ownKeyPackage(),
            parse(welcome).welcome,
            null,
            new HashMap<>(),
            new HashMap<>());
  }

  @Override
  public Made commit(List<byte[]> keyPackages, List<Integer> leaves) throws Exception {
    List<Proposal> proposals = new ArrayList<>();
    for (int leaf : leaves) {
      proposals.add(Proposal.remove(new LeafIndex(leaf)));
    }
    for (byte[] keyPackage : keyPackages) {
      proposals.add(Proposal.add(parse(keyPackage).keyPackage));
    }
    byte[] leafSecret = new byte[suite.getKDF().getHashLength()];
    random.nextBytes(leafSecret);
    Group.GroupWithMessage made =
        group.commit(
            new Secret(leafSecret),
            new Group.CommitOptions(proposals, true, true, new Group.LeafNodeOptions()),
            framing(),
            new Group.CommitParameters(Group.NORMAL_COMMIT_PARAMS));
    group = made.group;
    return new Made(MLSOutputStream.encode(made.message), welcomeOf(made.message));
  }

  private static byte @Nullable [] welcomeOf(MLSMessage message) throws Exception {
    if (message.welcome == null) {
      return null;
    }
    MLSMessage welcome = new MLSMessage(WireFormat.mls_welcome);
    welcome.welcome = message.welcome;
    return MLSOutputStream.encode(welcome);
  }

  @Override
  public void follow(byte[] commit) throws Exception {
    group = group.handle(commit, null);
  }

  @Override
  public byte[] groupInfo(boolean bareKey) throws Exception {
    if (bareKey) {
      throw new UnsupportedOperationException("Bouncy Castle writes it as RFC 9420 does");
    }
    return MLSOutputStream.encode(group.getGroupInfo(true));
  }

  /**
   * Where section 12.4.3.2 has the leftmost blank leaf, it expects the former one, even of its own.
   */
  @Override
  public boolean findsOneWhoMoved() {
    return false;
  }

  @Override
  public byte[] joinAlone(byte[] groupInfo, @Nullable Integer formerLeaf) throws Exception {
    makeKeyPackage();
    byte[] leafSecret = new byte[suite.getKDF().getHashLength()];
    random.nextBytes(leafSecret);
    Group.GroupWithMessage joined =
        Group.externalJoin(
            new Secret(leafSecret),
            suite.deserializeSignaturePrivateKey(keys.signer.signaturePrivateKey().clone()),
            ownKeyPackage(),
            parse(groupInfo).groupInfo,
            null,
            new Group.MessageOptions(false, new byte[0], 0),
            formerLeaf == null ? null : new LeafIndex(formerLeaf),
            new HashMap<>());
    group = joined.group;
    return MLSOutputStream.encode(joined.message);
  }

  @Override
  public byte[] proposeRemove(int leaf) throws Exception {
    // It takes the index for that of a member among the members, without the blank leaves.
    int rank = 0;
    for (int i = 0; i < leaf; i++) {
      rank += group.getTree().hasLeaf(new LeafIndex(i)) ? 1 : 0;
    }
    byte[] proposal = MLSOutputStream.encode(group.remove(new LeafIndex(rank), framing()));
    // It knows its own proposals only once it heard them.
    group.handle(proposal, null);
    return proposal;
  }

  @Override
  public void hear(byte[] proposal) throws Exception {
    group.handle(proposal, null);
  }

  @Override
  public byte[] send(String text) throws Exception {
    return MLSOutputStream.encode(group.protect(Device.bytes("clear"), Device.bytes(text), 0));
  }

  @Override
  public String read(byte[] message) throws Exception {
    return new String(group.unprotect(parse(message))[1], StandardCharsets.UTF_8);
  }

  @Override
  public byte[] authenticator() {
    return group.getEpochAuthenticator();
  }
}
