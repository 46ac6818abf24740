package org.conclave.onboarding.internal.statement;

import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.OrganisationId;

/** The public keys that an organisation's id is made of. */
public record OrganisationKeys(Bytes root, Bytes recovery, OrganisationId id) {
  public static OrganisationKeys of(Bytes root, Bytes recovery) {
    return new OrganisationKeys(root, recovery, new OrganisationId(Sha256.of(root, recovery)));
  }
}
