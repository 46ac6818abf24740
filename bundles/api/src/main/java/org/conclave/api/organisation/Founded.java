package org.conclave.api.organisation;

/**
 * @param recoveryCode the recovery key as text; shown once, kept nowhere, needed to replace the
 *     root key. Secret: never log it.
 */
public record Founded(OrganisationInfo info, String recoveryCode) {
  @Override
  public String toString() {
    return "Founded[" + info + "]";
  }
}
