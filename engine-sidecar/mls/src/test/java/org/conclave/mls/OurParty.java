package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.jspecify.annotations.Nullable;

/** A member by the implementation under test. Sends every other commit as a PublicMessage. */
final class OurParty implements Party {
  final Device device;
  private final String name;
  private KeyPackageBundle bundle;
  private int commits;

  OurParty(String name, int suite, long now) {
    this.name = name;
    this.device = new Device(name, suite);
    device.now = now;
    this.bundle = device.keyPackage();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte[] keyPackage() {
    bundle = device.keyPackage();
    return bundle.keyPackage();
  }

  @Override
  public void found(byte[] groupId) {
    assertThat(groupId).isEqualTo(Device.GROUP_ID);
    device.create();
  }

  @Override
  public void join(byte[] welcome) {
    JoinResult result = device.tryJoin(welcome, bundle, List.of());
    assertThat(result).as(String.valueOf(result)).isInstanceOf(Joined.class);
    device.enter(((Joined) result).state());
  }

  @Override
  public Made commit(List<byte[]> keyPackages, List<Integer> leaves) {
    CommitCreated created =
        device.commit(
            new CommitRequest(
                keyPackages,
                leaves,
                false,
                List.of(),
                List.of(),
                null,
                new byte[0],
                commits++ % 2 == 1,
                true));
    device.enter(created);
    return new Made(created.commit(), created.welcome());
  }

  @Override
  public void follow(byte[] commit) {
    assertThat(device.follow(commit).selfRemoved()).isFalse();
  }

  @Override
  public byte[] groupInfo(boolean bareKey) throws Exception {
    byte[] genuine = ExternalCommitTest.groupInfo(device, true);
    return bareKey ? withBareKey(genuine) : genuine;
  }

  /** Signed again: section 12.4.3.2 has the key with its length. */
  private byte[] withBareKey(byte[] genuine) throws RuleViolation {
    GroupInfo info = MlsMessage.decode(genuine, GroupInfo.class);
    List<Extension> extensions = new ArrayList<>();
    for (Extension extension : info.extensions().all()) {
      extensions.add(
          extension.type() == Extension.EXTERNAL_PUB
              ? new Extension(
                  Extension.EXTERNAL_PUB, Decoder.decodeAll(extension.data(), TlsReader::opaque))
              : extension);
    }
    GroupInfo bare =
        new GroupInfo(
            info.groupContext(),
            new Extensions(extensions),
            info.confirmationTag(),
            info.signer(),
            new byte[0]);
    CipherSuite suite = CipherSuites.find(device.signer.cipherSuite()).orElseThrow();
    return new MlsMessage(bare.signed(suite, Secret.copyOf(device.signer.signaturePrivateKey())))
        .encoded();
  }

  @Override
  public byte[] joinAlone(byte[] groupInfo, @Nullable Integer formerLeaf) {
    ExternalCommitCreated created = device.externalCommit(groupInfo, formerLeaf != null);
    device.enter(created.state());
    return created.commit();
  }

  @Override
  public byte[] proposeRemove(int leaf) {
    return device.propose(new ProposalRequest.Remove(leaf));
  }

  byte[] proposeUpdate() {
    return device.propose(new ProposalRequest.Update());
  }

  @Override
  public void hear(byte[] proposal) {
    ProcessResult result = device.receive(proposal);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(ProposalStored.class);
  }

  @Override
  public byte[] send(String text) {
    return device.send(text);
  }

  @Override
  public String read(byte[] message) {
    return device.read(message);
  }

  @Override
  public byte[] authenticator() {
    return device.authenticator();
  }
}
