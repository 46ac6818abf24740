package org.conclave.mls;

import java.util.List;
import org.conclave.mls.tree.Extension;

/**
 * What a new group is to be.
 *
 * @param extensionTypes private GroupContext extension types that the creator supports
 */
public record CreateGroupRequest(
    byte[] groupId,
    Signer signer,
    Lifetime lifetime,
    List<Extension> groupContextExtensions,
    List<Integer> extensionTypes) {}
