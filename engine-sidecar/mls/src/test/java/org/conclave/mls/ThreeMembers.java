package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.state.PendingPart;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.UpdatePath;

/** A group in which alice says whatever a test has her say, and bob receives it. */
final class ThreeMembers {
  final Device alice;
  final Device bob;
  final Device carol;
  final Forger forger;

  ThreeMembers(Extension... extensions) {
    this(new SecureRandom(), extensions);
  }

  ThreeMembers(SecureRandom random, Extension... extensions) {
    alice = member("alice", random);
    bob = member("bob", random);
    carol = member("carol", random);
    alice.create(List.of(extensions));
    alice.add(List.of(), List.of(bob, carol));
    forger = new Forger(alice, random);
  }

  private static Device member(String name, SecureRandom random) {
    return new Device(name, CipherSuites.DEFAULT, new MlsEngine(), random);
  }

  /** Bob refuses the message for that reason, and his state is as it was. */
  void assertBroken(byte[] message, String section, String detail) {
    byte[] secrets = bob.state.secrets().clone();
    assertRejected(bob.peek(message, List.of()), section, detail);
    assertThat(bob.state.secrets()).isEqualTo(secrets);
  }

  /**
   * Nothing is wrong with a commit but its tag, which a forger cannot know and which comes last.
   */
  void assertOnlyTheTagIsWrong(byte[] commit) {
    assertBroken(commit, "12.4.2", "confirmation tag");
  }

  static void assertRejected(Object result, String section, String detail) {
    assertThat(result).as(String.valueOf(result)).isInstanceOf(Rejected.class);
    Rejected rejected = (Rejected) result;
    assertThat(rejected.rule() + ": " + rejected.detail())
        .startsWith("RFC 9420 " + section + ":")
        .contains(detail);
  }

  /** Takes a proposal to bob, who keeps it, and returns its reference. */
  byte[] proposed(byte[] proposal) {
    assertThat(bob.receive(proposal)).isInstanceOf(ProposalStored.class);
    List<PendingPart.Pending> all = PendingPart.decode(bob.pending).proposals();
    return all.get(all.size() - 1).reference();
  }

  /** A path whose leaf is well made for the own place and which has no nodes. */
  UpdatePath leafOnlyPath() {
    return new UpdatePath(forger.leaf(new LeafNodeSource.InCommit(new byte[32])), List.of());
  }

  static Proposal externalInit() {
    return new Proposal.ExternalInit(new byte[32]);
  }

  static PreSharedKeyId.External psk(int nonceLength) {
    return new PreSharedKeyId.External(Device.bytes("id"), new byte[nonceLength]);
  }
}
