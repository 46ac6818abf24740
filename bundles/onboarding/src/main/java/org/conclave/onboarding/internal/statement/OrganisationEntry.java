package org.conclave.onboarding.internal.statement;

import java.time.Instant;
import org.conclave.api.bytes.Bytes;

/** An entry by which those who may sign for the organisation decide something. */
public sealed interface OrganisationEntry extends VerifiedEntry
    permits OrganisationEntry.Decision, VerifiedSuccession {

  /** One that an administrator signed. */
  sealed interface Decision extends OrganisationEntry
      permits VerifiedApproval,
          VerifiedBeacon,
          VerifiedDelegation,
          VerifiedPolicy,
          VerifiedRevocation {
    Authority authority();

    /** SHA-256 of the payload. */
    Bytes statementHash();

    /** By the signer's clock. */
    Instant issuedAt();

    @Override
    default Slot slot() {
      return new Slot.Chain(authority().signer(), authority().counter());
    }

    @Override
    default Bytes rank() {
      return statementHash();
    }
  }
}
