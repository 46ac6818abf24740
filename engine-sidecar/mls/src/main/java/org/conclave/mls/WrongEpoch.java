package org.conclave.mls;

/**
 * The message is of another epoch of the same group: older if its number is lower, else of one
 * still to come.
 */
public record WrongEpoch(byte[] groupId, long messageEpoch, long stateEpoch)
    implements ProcessResult {}
