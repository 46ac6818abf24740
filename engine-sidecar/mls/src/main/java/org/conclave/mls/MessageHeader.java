package org.conclave.mls;

import org.conclave.mls.message.WireFormat;

/**
 * What a message says in the clear.
 *
 * @param groupId empty for welcomes and key packages, which name no group
 */
public record MessageHeader(WireFormat wireFormat, byte[] groupId, long epoch) {}
