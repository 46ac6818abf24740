package org.conclave.api.organisation;

import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.UserId;

/**
 * A member as the ledger knows it.
 *
 * @param site the part of the organisation that it belongs to; empty for none
 * @param deviceState why there is no active device, where there is none
 * @param device the active one
 * @param credential of the active device: user_id ‖ SHA-256(DeviceRecord payload); what its MLS
 *     leaf must carry
 * @param mlsSignatureKey of the active device
 */
public record Member(
    UserId user,
    String name,
    Role role,
    String site,
    boolean self,
    DeviceState deviceState,
    Optional<DeviceId> device,
    Optional<Bytes> credential,
    Optional<Bytes> mlsSignatureKey) {}
