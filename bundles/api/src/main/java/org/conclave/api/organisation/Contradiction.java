package org.conclave.api.organisation;

import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;

/**
 * Two signed statements that cannot both be meant. Both are kept as evidence.
 *
 * @param user whom it is about, where that is a member
 * @param statements hashes of the ledger's entries
 * @param effect for a person: what it means and what to do
 */
public record Contradiction(
    Kind kind, Optional<UserId> user, String name, List<Bytes> statements, String effect) {
  public Contradiction {
    statements = List.copyOf(statements);
  }

  /** What contradicts what. */
  public enum Kind {
    /** Two devices of one account at one place: the member is quarantined. */
    DEVICES,
    /** Two claims of one invitation: one counts, the same everywhere. */
    INVITATION,
    /** An administrator signed two statements with one number. */
    SIGNER,
    /** The recovery key named two new root keys. */
    SUCCESSION
  }
}
