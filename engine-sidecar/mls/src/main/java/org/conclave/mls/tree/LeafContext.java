package org.conclave.mls.tree;

import java.util.OptionalLong;
import org.conclave.mls.crypto.CipherSuite;

/**
 * What a leaf is validated against.
 *
 * @param extensions of the GroupContext
 * @param now seconds since 1970, where the lifetime of a leaf from a key package counts
 */
public record LeafContext(
    CipherSuite suite, byte[] groupId, Extensions extensions, OptionalLong now) {}
