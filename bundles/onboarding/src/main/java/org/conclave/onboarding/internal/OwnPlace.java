package org.conclave.onboarding.internal;

import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.OrganisationKeys;

/**
 * Which organisation this profile belongs to, and what it presents to peers.
 *
 * @param grant exact bytes of the ledger entry that made it a member; while it waits for a
 *     confirmation, of the redemption that asks for it
 * @param record exact bytes of the ledger entry of its DeviceRecord; empty until this device has
 *     one
 */
record OwnPlace(
    OrganisationKeys keys,
    String organisationName,
    List<String> bootstrapAddresses,
    Bytes grant,
    Optional<Bytes> record,
    Phase phase) {
  OwnPlace {
    bootstrapAddresses = List.copyOf(bootstrapAddresses);
  }

  OwnPlace withGrant(Bytes newGrant) {
    return new OwnPlace(keys, organisationName, bootstrapAddresses, newGrant, record, phase);
  }

  OwnPlace with(Optional<Bytes> newRecord, Phase newPhase) {
    return new OwnPlace(keys, organisationName, bootstrapAddresses, grant, newRecord, newPhase);
  }
}
