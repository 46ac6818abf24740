package org.conclave.api.organisation;

/**
 * What two members compare to know that nobody stands between them: the same on both sides.
 *
 * @param digits twelve groups of five digits, for reading aloud
 * @param code {@code CONCLAVESN1:…}, for a QR picture
 * @param verified whether this person has marked the other as compared
 */
public record SafetyNumber(String digits, String code, boolean verified) {}
