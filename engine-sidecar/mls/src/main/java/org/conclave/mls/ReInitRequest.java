package org.conclave.mls;

import org.jspecify.annotations.Nullable;

/**
 * What ending a group by ReInit takes.
 *
 * @param reInit what the group after it is to be, committed by value; null to commit the latest
 *     ReInit that waits
 */
public record ReInitRequest(
    ProposalRequest.@Nullable ReInit reInit, byte[] authenticatedData, boolean asPublicMessage) {}
