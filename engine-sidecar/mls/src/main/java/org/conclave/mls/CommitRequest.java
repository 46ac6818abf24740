package org.conclave.mls;

import java.util.List;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.tree.Extension;
import org.jspecify.annotations.Nullable;

/**
 * What to commit, by value; proposals that wait are covered as far as they go together with it and
 * their pre-shared keys are known, except for a ReInit ({@link MlsEngine#commitReInit}).
 *
 * @param addKeyPackages MLSMessages
 * @param forceUpdate whether to send an update path even where none is needed
 * @param externalPsks to be injected
 * @param resumptionEpochs epochs of this group whose resumption secret is to be injected
 * @param groupContextExtensions a full replacement; null to leave them
 * @param treeInWelcome whether those who are added find the tree in their Welcome
 * @param knownPsks for proposals that wait; the group's own resumption keys are known anyway
 * @param successor what this member signs with and presents from the commit on, in the place of its
 *     present credential and key: of the group's cipher suite and naming the same client (RFC 9420
 *     section 5.3.1). The commit itself is still signed with the present key. Null to leave both
 */
public record CommitRequest(
    List<byte[]> addKeyPackages,
    List<Integer> removeLeaves,
    boolean forceUpdate,
    List<Psk.External> externalPsks,
    List<Long> resumptionEpochs,
    @Nullable List<Extension> groupContextExtensions,
    byte[] authenticatedData,
    boolean asPublicMessage,
    boolean treeInWelcome,
    List<Psk> knownPsks,
    @Nullable Signer successor) {

  /** Knows no keys but those that it injects. */
  public CommitRequest(
      List<byte[]> addKeyPackages,
      List<Integer> removeLeaves,
      boolean forceUpdate,
      List<Psk.External> externalPsks,
      List<Long> resumptionEpochs,
      @Nullable List<Extension> groupContextExtensions,
      byte[] authenticatedData,
      boolean asPublicMessage,
      boolean treeInWelcome) {
    this(
        addKeyPackages,
        removeLeaves,
        forceUpdate,
        externalPsks,
        resumptionEpochs,
        groupContextExtensions,
        authenticatedData,
        asPublicMessage,
        treeInWelcome,
        List.of(),
        null);
  }

  /** Covers what waits, and nothing else. An empty one renews the own path. */
  public static CommitRequest empty() {
    return new CommitRequest(
        List.of(), List.of(), false, List.of(), List.of(), null, new byte[0], false, true);
  }

  public CommitRequest adding(List<byte[]> keyPackages) {
    return new CommitRequest(
        List.copyOf(keyPackages),
        removeLeaves,
        forceUpdate,
        externalPsks,
        resumptionEpochs,
        groupContextExtensions,
        authenticatedData,
        asPublicMessage,
        treeInWelcome,
        knownPsks,
        successor);
  }

  public CommitRequest removing(List<Integer> leaves) {
    return new CommitRequest(
        addKeyPackages,
        List.copyOf(leaves),
        forceUpdate,
        externalPsks,
        resumptionEpochs,
        groupContextExtensions,
        authenticatedData,
        asPublicMessage,
        treeInWelcome,
        knownPsks,
        successor);
  }

  public CommitRequest succeededBy(Signer signer) {
    return new CommitRequest(
        addKeyPackages,
        removeLeaves,
        forceUpdate,
        externalPsks,
        resumptionEpochs,
        groupContextExtensions,
        authenticatedData,
        asPublicMessage,
        treeInWelcome,
        knownPsks,
        signer);
  }
}
