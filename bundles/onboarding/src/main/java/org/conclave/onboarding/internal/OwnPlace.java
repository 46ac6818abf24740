package org.conclave.onboarding.internal;

import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.OrganisationKeys;

/**
 * Which organisation this profile belongs to, and what it presents to peers.
 *
 * @param grant exact bytes of the ledger entry that made it a member
 * @param record exact bytes of the ledger entry of its DeviceRecord
 */
record OwnPlace(
    OrganisationKeys keys,
    String organisationName,
    List<String> bootstrapAddresses,
    Bytes grant,
    Bytes record) {
  OwnPlace {
    bootstrapAddresses = List.copyOf(bootstrapAddresses);
  }
}
