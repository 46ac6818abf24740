package org.conclave.api.organisation;

import java.time.Instant;

/**
 * @param text {@code CONCLAVE1:…}, useless to anybody but the account that it names
 */
public record Invitation(String text, String memberName, Instant notAfter) {}
