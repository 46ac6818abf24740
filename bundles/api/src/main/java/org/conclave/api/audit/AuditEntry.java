package org.conclave.api.audit;

import java.time.Instant;
import org.conclave.api.bytes.Bytes;

/**
 * A line of the log.
 *
 * @param number from 1, without gaps
 * @param hash SHA-256 over the hash of the line before and this one's exact content
 */
public record AuditEntry(long number, Instant at, AuditEvent event, Bytes hash) {}
