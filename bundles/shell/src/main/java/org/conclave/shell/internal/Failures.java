package org.conclave.shell.internal;

import org.apache.felix.service.command.CommandSession;
import org.conclave.api.audit.AuditException;
import org.conclave.api.engine.EngineException;
import org.conclave.api.messaging.MessengerException;
import org.conclave.api.migration.MigrationException;
import org.conclave.api.network.NetworkException;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.storage.ProfileException;
import org.conclave.api.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a command threw into the answer of a headless session. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(CommandSession.class);

  private Failures() {}

  static String describe(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (e instanceof CommandException known) {
      return Json.failure(known.code(), message);
    }
    if (e instanceof MessengerException known) {
      return Json.failure(known.reason().name(), message);
    }
    if (e instanceof AuditException known) {
      return Json.failure(known.reason().name(), message);
    }
    if (e instanceof MigrationException known) {
      return Json.failure(known.reason().name(), message);
    }
    if (e instanceof OrganisationException known) {
      return Json.failure(known.reason().name(), message);
    }
    if (e instanceof ProfileException known) {
      return Json.failure(known.reason().name(), message);
    }
    if (e instanceof NetworkException known) {
      return Json.failure(known.reason().name(), message);
    }
    if (e instanceof StorageException known) {
      return Json.failure(known.reason().name(), message);
    }
    if (e instanceof EngineException known) {
      return Json.failure(known.reason().name(), message);
    }
    if (e.getClass().getSimpleName().equals("CommandNotFoundException")) {
      return Json.failure("NO_SUCH_COMMAND", message + ". Try help.");
    }
    LOG.error("A command failed in a way that it should not", e);
    return Json.failure("INTERNAL", message);
  }
}
