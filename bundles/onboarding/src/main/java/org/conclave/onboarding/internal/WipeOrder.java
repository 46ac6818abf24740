package org.conclave.onboarding.internal;

import java.util.Optional;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.ledger.Standing;
import org.conclave.onboarding.internal.statement.VerifiedRevocation;

/**
 * Whether an administrator has ordered a device to erase itself. Only a revocation can: whoever has
 * no more than the account's backup erases nothing.
 */
final class WipeOrder {
  private WipeOrder() {}

  static boolean isGiven(Optional<Standing> own, Ledger ledger) {
    return own.filter(
            standing ->
                standing.revocation().filter(VerifiedRevocation::wipe).isPresent()
                    || ledger
                        .deviceRevocation(standing)
                        .filter(VerifiedRevocation::wipe)
                        .isPresent())
        .isPresent();
  }
}
