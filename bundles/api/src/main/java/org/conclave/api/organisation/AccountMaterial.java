package org.conclave.api.organisation;

import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;

/**
 * What makes an account, for a {@code .backup}. Never a device key, never MLS state.
 *
 * @param accountKey seed of the account key
 * @param rootKey seed of the organisation's root key, where this profile holds it
 * @param founding the keys that make the organisation's id: root and recovery public key, 64 bytes
 * @param grant exact bytes of the ledger entry that made it a member
 * @param record exact bytes of the ledger entry of its newest DeviceRecord
 * @param statements further ledger entries that a fresh device needs to judge peers: delegations,
 *     successions, revocations, policies, the certificates and records of administrators
 * @param ledgerHead digest of the ledger when this was made
 * @param backupId 16 random bytes that the next device's record names
 */
public record AccountMaterial(
    SecretBytes accountKey,
    Optional<SecretBytes> rootKey,
    Bytes founding,
    String organisationName,
    List<String> bootstrapAddresses,
    Bytes grant,
    Bytes record,
    List<Bytes> statements,
    Bytes ledgerHead,
    Bytes backupId)
    implements AutoCloseable {
  public AccountMaterial {
    bootstrapAddresses = List.copyOf(bootstrapAddresses);
    statements = List.copyOf(statements);
  }

  /** Wipes the keys. */
  @Override
  public void close() {
    accountKey.close();
    rootKey.ifPresent(SecretBytes::close);
  }

  @Override
  public String toString() {
    return "AccountMaterial[" + organisationName + "]";
  }
}
