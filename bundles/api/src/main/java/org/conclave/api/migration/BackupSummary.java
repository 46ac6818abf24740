package org.conclave.api.migration;

import java.time.Instant;
import java.util.List;
import org.conclave.api.organisation.AccountSummary;

/**
 * What a backup holds.
 *
 * @param conversations names, for the person
 * @param messages how many are in it; 0 without history
 * @param size of the file in bytes
 */
public record BackupSummary(
    AccountSummary account,
    Instant createdAt,
    List<String> conversations,
    int messages,
    long size) {
  public BackupSummary {
    conversations = List.copyOf(conversations);
  }
}
