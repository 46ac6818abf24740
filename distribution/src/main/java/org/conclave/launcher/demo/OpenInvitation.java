package org.conclave.launcher.demo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.concurrent.TimeUnit;
import org.conclave.launcher.headless.CommandFailed;

/** Somebody whom no invitation names joins by an open one: waits, is compared, and is confirmed. */
final class OpenInvitation {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final Participant founder;
  private final Participant newcomer;
  private boolean heldBack;
  private boolean confirmed;

  OpenInvitation(Participant founder, Participant newcomer) {
    this.founder = founder;
    this.newcomer = newcomer;
  }

  /** When it returns, the newcomer is a member, and in no group yet. */
  void play() throws CommandFailed, InterruptedException {
    String invitation = founder.device().text("invitation", "invite-open", "at the gate");
    newcomer.command("join", invitation, newcomer.name());
    String fingerprint =
        newcomer
            .command("wait-standing", "waiting")
            .getAsJsonObject()
            .get("fingerprint")
            .getAsString();
    JsonObject request = request(fingerprint);
    heldBack = isHeldBack();
    founder.command("confirm", request.get("request").getAsString(), newcomer.name());
    newcomer.command("wait-standing", "active", "--timeout", "60");
    confirmed = founder.lists("user", request.get("user").getAsString(), "members");
  }

  /** How many were confirmed, having been kept out until then. */
  int confirmed() {
    return heldBack && confirmed ? 1 : 0;
  }

  /** The request of the newcomer, which the administrator knows by its fingerprint. */
  private JsonObject request(String fingerprint) throws CommandFailed, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < deadline) {
      for (JsonElement element : founder.command("requests").getAsJsonArray()) {
        JsonObject request = element.getAsJsonObject();
        if (request.get("kind").getAsString().equals("JOIN")
            && request.get("fingerprint").getAsString().equals(fingerprint)) {
          return request;
        }
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new CommandFailed(
        "TIMEOUT", "the request of " + newcomer.name() + " did not reach " + founder.name());
  }

  private boolean isHeldBack() throws CommandFailed {
    try {
      newcomer.command("conversations");
      return false;
    } catch (CommandFailed e) {
      if (e.code().equals("NOT_MEMBER")) {
        return true;
      }
      throw e;
    }
  }
}
