package org.conclave.api.storage;

import java.time.Instant;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.identity.StateId;

/**
 * Parts E, S and P of one state, and the name of its T. Part R is apart: rows only ever advance.
 *
 * @param parent empty for the state in which this device created or joined the group
 * @param epochPart part E
 * @param secrets part S
 * @param pending part P
 */
public record StateSnapshot(
    StateId id,
    Optional<StateId> parent,
    long epoch,
    Bytes epochPart,
    SecretBytes secrets,
    Bytes pending,
    Bytes treeHash,
    Bytes epochAuthenticator,
    int ownLeaf,
    Instant createdAt) {}
