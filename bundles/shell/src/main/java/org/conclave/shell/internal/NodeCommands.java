package org.conclave.shell.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.conclave.api.engine.EngineMonitor;
import org.conclave.api.engine.EngineStatus;
import org.conclave.api.launch.LaunchProperties;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.Network;
import org.conclave.api.network.NetworkStatus;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.storage.ProfileAccess;
import org.osgi.framework.BundleContext;

/** How the node, its engine and its profile are, and its peers. */
final class NodeCommands implements CommandSet {
  private final BundleContext context;
  private final Services services;

  NodeCommands(BundleContext context, Services services) {
    this.context = context;
    this.services = services;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        new Command(
            "status", "", "Says how profile, engine and network are.", arguments -> status()),
        new Command(
            "ready",
            "[--timeout SECONDS]",
            "Waits until everything that this profile can use is up, 30 s unless --timeout says"
                + " otherwise, and says how long after launch that was.",
            arguments -> {
              Polling.until(
                  services, arguments.seconds("timeout", Duration.ofSeconds(30)), this::isReady);
              return Map.of("ready_ms", System.currentTimeMillis() - launchedAt());
            }),
        new Command(
            "addresses",
            "",
            "Lists the addresses at which peers find this node.",
            arguments -> services.network().status().listenAddresses()),
        new Command(
            "peers",
            "",
            "Lists the members' devices that are connected.",
            arguments -> services.network().peers().stream().map(NodeCommands::describe).toList()),
        new Command(
            "dial",
            "MULTIADDR",
            "Connects to the peer at an address that ends in /p2p and its id.",
            arguments -> dial(arguments.position(0))),
        new Command(
            "wait-peers",
            "COUNT [--timeout SECONDS]",
            "Waits until at least COUNT peers are connected, 30 s unless --timeout says otherwise.",
            arguments -> {
              long wanted = arguments.numberAt(0, "COUNT", 0, 10_000);
              Duration patience = arguments.seconds("timeout", Duration.ofSeconds(30));
              Polling.until(services, patience, () -> services.network().peers().size() >= wanted);
              return Map.of("peers", services.network().peers().size());
            }));
  }

  private Map<String, Object> status() throws Exception {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("version", context.getProperty(LaunchProperties.VERSION));
    answer.put("pid", ProcessHandle.current().pid());
    answer.put(
        "profile", services.present(ProfileAccess.class).map(p -> p.status().name()).orElse("OFF"));
    answer.put(
        "organisation",
        services
            .present(Organisation.class)
            .flatMap(Organisation::info)
            .map(info -> info.name())
            .orElse(""));
    answer.put(
        "engine",
        services
            .present(EngineMonitor.class)
            .map(NodeCommands::describe)
            .orElse(Map.of("state", "OFF")));
    answer.put(
        "network",
        services.present(Network.class).map(NodeCommands::describe).orElse(Map.of("state", "OFF")));
    if (services.present(Messenger.class).isPresent()) {
      answer.put("undelivered", services.messenger().undelivered());
    }
    return answer;
  }

  /** Without an organisation there is nothing to wait for but the doors to one. */
  private boolean isReady() {
    boolean engine =
        services
            .present(EngineMonitor.class)
            .map(monitor -> monitor.status().state() == EngineStatus.State.READY)
            .orElse(false);
    Organisation organisation = services.present(Organisation.class).orElse(null);
    if (!engine || organisation == null) {
      return false;
    }
    return organisation.info().isEmpty()
        || (services.present(Messenger.class).isPresent()
            && services
                .present(Network.class)
                .map(network -> !network.status().listenAddresses().isEmpty())
                .orElse(false));
  }

  private Object dial(String address) throws Exception {
    try {
      return describe(
          services.network().dial(address).toCompletableFuture().get(15, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      throw new CommandException("TIMEOUT", "The peer did not answer within 15 s.");
    }
  }

  private long launchedAt() {
    String property = context.getProperty(LaunchProperties.LAUNCHED_AT);
    return property == null
        ? ProcessHandle.current()
            .info()
            .startInstant()
            .map(start -> start.toEpochMilli())
            .orElse(0L)
        : Long.parseLong(property);
  }

  private static Map<String, Object> describe(EngineMonitor monitor) {
    EngineStatus status = monitor.status();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("state", status.state().name());
    answer.put("pid", status.pid());
    answer.put("restarts", status.restarts());
    answer.put("message", status.message());
    return answer;
  }

  private static Map<String, Object> describe(Network network) {
    NetworkStatus status = network.status();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("state", status.state().name());
    answer.put("addresses", status.listenAddresses());
    answer.put("peers", status.peers());
    answer.put("problem", status.problem());
    return answer;
  }

  private static Map<String, Object> describe(ConnectedPeer peer) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("user", peer.user().toHex());
    answer.put("device", peer.device().publicKey().toHex());
    answer.put("address", peer.address());
    answer.put("since", peer.since().toString());
    return answer;
  }
}
