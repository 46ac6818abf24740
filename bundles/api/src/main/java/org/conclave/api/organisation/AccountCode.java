package org.conclave.api.organisation;

/**
 * @param text {@code CONCLAVEID1:} and Base32 of the account public key and a checksum
 * @param fingerprint for reading aloud: groups of digits
 */
public record AccountCode(String text, String fingerprint) {}
