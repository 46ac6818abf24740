package org.conclave.ui.internal.text;

import org.conclave.api.audit.AuditException;
import org.conclave.api.feature.FeatureException;
import org.conclave.api.messaging.MessengerException;
import org.conclave.api.migration.MigrationException;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.storage.ProfileException;
import org.conclave.ui.internal.carry.CarryException;
import org.conclave.ui.internal.work.ServiceOffException;

/** What is said to a person when something was not done. */
public final class Failures {
  private Failures() {}

  /**
   * The window's own words where it has some for the reason, else those of the exception if they
   * are meant for a person, else an apology: never a stack trace or a class name.
   */
  public static String say(Text text, Exception failure) {
    if (failure instanceof ProfileException e) {
      return ownWords(text, "profile." + e.reason(), e);
    }
    if (failure instanceof OrganisationException e) {
      return ownWords(text, "organisation." + e.reason(), e);
    }
    if (failure instanceof MessengerException e) {
      return ownWords(text, "messenger." + e.reason(), e);
    }
    if (failure instanceof MigrationException e) {
      return ownWords(text, "migration." + e.reason(), e);
    }
    if (failure instanceof FeatureException e) {
      return ownWords(text, "feature." + e.reason(), e);
    }
    if (failure instanceof AuditException e) {
      return ownWords(text, "audit." + e.reason(), e);
    }
    if (failure instanceof CarryException e) {
      return text.get("failure.carry." + e.reason());
    }
    if (failure instanceof ServiceOffException e) {
      String key = "failure.off." + e.service();
      return text.has(key) ? text.get(key) : text.get("failure.off");
    }
    return text.get("failure.unexpected");
  }

  private static String ownWords(Text text, String reason, Exception failure) {
    String key = "failure." + reason;
    if (text.has(key)) {
      return text.get(key);
    }
    String message = failure.getMessage();
    return message == null || message.isBlank() ? text.get("failure.unexpected") : message;
  }
}
