package org.conclave.api.messaging;

import org.conclave.api.identity.UserId;

/**
 * Somebody in a group.
 *
 * @param waiting asked for by an administrator here, and not in the group yet
 */
public record GroupParticipant(
    UserId user, String name, boolean self, boolean administrator, boolean waiting) {}
