package org.conclave.api.storage;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.UserId;

/**
 * Something to transmit until everybody it is for has acknowledged it.
 *
 * @param awaiting who has not acknowledged it yet
 */
public record OutboxRow(
    long id, Item item, Set<UserId> awaiting, Instant createdAt, Instant expiresAt) {
  /** What to transmit. */
  public sealed interface Item {
    /** To a group, by gossip and sync. The bytes are in the {@link EnvelopeStore}. */
    record ToGroup(GroupId group, EnvelopeId envelope, Optional<MessageId> message)
        implements Item {}

    /** To one member, as a request that ends with its answer. */
    record ToMember(UserId recipient, String protocol, Bytes payload) implements Item {}
  }
}
