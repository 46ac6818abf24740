package org.conclave.mls.crypto;

/**
 * Label and context of an encryption, hashed once for any number of recipients: a Welcome's context
 * is the whole GroupInfo, and hashing it for each newcomer would make adding N members cost N times
 * the size of the tree.
 *
 * @param keySchedule {@code key_schedule_context} of RFC 9180 section 5.1
 */
public record EncryptionContext(byte[] keySchedule) {}
