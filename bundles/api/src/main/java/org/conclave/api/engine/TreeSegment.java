package org.conclave.api.engine;

import org.conclave.api.bytes.Bytes;

/**
 * A piece of part T, the public ratchet tree.
 *
 * @param baseTreeHash empty where {@code data} is a full tree; else the tree to which {@code data}
 *     is the difference
 */
public record TreeSegment(Bytes treeHash, Bytes baseTreeHash, Bytes data) {}
