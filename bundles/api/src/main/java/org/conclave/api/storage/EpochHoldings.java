package org.conclave.api.storage;

import org.conclave.api.bytes.Bytes;

/**
 * What is held of one epoch of a group.
 *
 * @param digest XOR of the ids of the PROCESSED envelopes, 32 bytes
 */
public record EpochHoldings(long epoch, int count, Bytes digest) {}
