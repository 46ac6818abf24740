package org.conclave.onboarding.internal;

import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.onboarding.internal.statement.DisplayName;

/** Names that a person typed. */
final class Names {
  private Names() {}

  /**
   * @param what e.g. "The organisation's name", to begin a sentence with
   * @throws OrganisationException INVALID_NAME
   */
  static String check(String typed, String what) throws OrganisationException {
    return DisplayName.ofInput(typed).orElseThrow(() -> refused(what));
  }

  /**
   * @return empty for no site
   * @throws OrganisationException INVALID_NAME
   */
  static String site(String typed) throws OrganisationException {
    return typed.isBlank() ? "" : check(typed, "The site's name");
  }

  private static OrganisationException refused(String what) {
    return new OrganisationException(
        Reason.INVALID_NAME,
        what
            + " was not accepted. It takes 1 to 100 visible characters, without line breaks and"
            + " without characters that hide or turn the direction of writing. Change it and try"
            + " again.");
  }
}
