package org.conclave.mls;

import java.util.List;

/**
 * What setting up a group that continues another takes, whichever way it does.
 *
 * @param predecessor the group that it continues, in its present epoch
 * @param signer of the new group's cipher suite
 * @param extensionTypes private GroupContext extension types that the creator supports
 * @param keyPackages MLSMessages, of all the others who are to be in it
 * @param treeInWelcome whether they find the tree in their Welcome
 */
public record SuccessorRequest(
    Predecessor predecessor,
    Signer signer,
    Lifetime lifetime,
    List<Integer> extensionTypes,
    List<byte[]> keyPackages,
    boolean treeInWelcome) {}
