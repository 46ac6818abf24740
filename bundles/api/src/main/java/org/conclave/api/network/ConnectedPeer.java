package org.conclave.api.network;

import java.time.Instant;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.UserId;

/** An admitted peer. */
public record ConnectedPeer(UserId user, DeviceId device, String address, Instant since) {}
