package org.conclave.ui.internal.state;

import java.time.Instant;
import org.conclave.api.identity.UserId;

/**
 * A member's active device became another one.
 *
 * @param at when this device learned of it
 */
public record DeviceChange(UserId user, Instant at) {}
