package org.conclave.mls;

/**
 * The state of a group that was joined.
 *
 * @param keyPackageReference the key package that was used, to be deleted unless it is a last
 *     resort
 */
public record Joined(NewState state, byte[] keyPackageReference, int inviterLeaf)
    implements JoinResult {}
