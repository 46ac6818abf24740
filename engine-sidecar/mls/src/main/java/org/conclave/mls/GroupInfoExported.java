package org.conclave.mls;

/**
 * A GroupInfo. Whoever has it can ask to join until the epoch ends, so that it goes only to those
 * who may.
 *
 * @param groupInfo an MLSMessage
 */
public record GroupInfoExported(byte[] groupInfo) implements GroupInfoResult {}
