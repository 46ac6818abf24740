package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.conclave.launcher.headless.CommandFailed;
import org.conclave.launcher.headless.HeadlessProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A port to listen on that another program has. */
@Timeout(120)
class TakenPortIT {
  @TempDir Path folder;

  @Test
  void takenPortIsNamedTheRestWorksAndTheNodeListensOnceItIsFree() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String address = "/ip4/127.0.0.1/tcp/" + taken.getLocalPort();
      try (HeadlessProcess ada = HeadlessProcess.launch("Ada", folder, "--listen", address)) {
        ada.command("create-organisation", "Harbour", "Ada");
        Eventually.holds(
            "the network says that it failed",
            Duration.ofSeconds(20),
            () -> network(ada).get("state").getAsString().equals("FAILED"));
        assertThat(network(ada).get("problem").getAsString())
            .contains(address, "another program", "Messages wait");
        String group = ada.text("group", "create-group", "Watch");
        ada.command("send", group, "while the port is taken");
        assertThat(ada.history(group)).hasSize(1);

        taken.close();
        Eventually.holds(
            "the node listens",
            Duration.ofSeconds(45),
            () -> network(ada).get("state").getAsString().equals("ALONE"));
        assertThat(network(ada).get("addresses").toString()).contains(address + "/p2p/");
        assertThat(network(ada).get("problem").getAsString()).isEmpty();
      }
    }
  }

  private static JsonObject network(HeadlessProcess member) throws CommandFailed {
    return member.command("status").getAsJsonObject().getAsJsonObject("network");
  }
}
