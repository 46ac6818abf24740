package org.conclave.messaging.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.Signer;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.UserId;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.EnvelopeReceiver.Receipt;
import org.conclave.api.network.Network;
import org.conclave.api.network.NetworkException;
import org.conclave.api.network.NetworkStatus;
import org.conclave.api.network.RequestHandler;
import org.conclave.api.organisation.DeviceState;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Membership;
import org.conclave.api.organisation.Role;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.StoredEnvelope;

/** A member's machine: a profile, messaging on it, and the way to the machines of the others. */
final class Device implements Membership, Network, AutoCloseable {
  final TestClock clock;
  final InMemoryStorage storage;
  final FakeEngine engine;
  final UserId user;
  private final World world;
  private final String name;
  private final DeviceId device;
  private final Signer signer;
  private Messaging messaging;
  private boolean online = true;

  Device(World world, String name, FakeEngine engine, TestClock clock) throws Exception {
    this.world = world;
    this.name = name;
    this.engine = engine;
    this.clock = clock;
    storage = new InMemoryStorage(clock);
    user = new UserId(FakeEngine.sha256(Bytes.utf8(name)));
    device = DeviceId.ofPublicKey(FakeEngine.identity().publicKey());
    signer =
        new Signer(
            user.value().concat(FakeEngine.sha256(Bytes.utf8(name + "'s device"))),
            FakeEngine.identity());
    messaging = start();
  }

  private Messaging start() throws Exception {
    Messaging started = Messaging.open(storage, this, clock);
    started.organisationArrived(world);
    started.networkArrived(this);
    started.engineArrived(engine);
    return started;
  }

  /** Stops messaging and starts it on what is in the profile. */
  void restart() throws Exception {
    messaging.close();
    messaging = start();
  }

  Messenger messenger() {
    return messaging.messenger();
  }

  Messaging messaging() {
    return messaging;
  }

  /** Whether requests reach this device. */
  void online(boolean reachable) {
    online = reachable;
  }

  Member member() {
    return new Member(
        user,
        name,
        Role.MEMBER,
        "",
        false,
        DeviceState.ACTIVE,
        Optional.of(device),
        Optional.of(signer.credential()),
        Optional.of(signer.keys().publicKey()));
  }

  ConnectedPeer peer() {
    return new ConnectedPeer(user, device, "memory", clock.instant());
  }

  /** Hands {@code envelope} over and waits for what became of it. */
  Receipt receive(Device from, Bytes envelope) {
    return await(messaging.receiver().receive(from.peer(), envelope));
  }

  Bytes ask(Device from, String protocol, Bytes request) {
    return await(answer(from, protocol, request));
  }

  CompletionStage<Bytes> answer(Device from, String protocol, Bytes request) {
    RequestHandler handler =
        messaging.handlers().stream()
            .filter(candidate -> candidate.protocol().equals(protocol))
            .findFirst()
            .orElseThrow();
    return handler.handle(from.peer(), request);
  }

  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  List<OutboxRow> outbox() throws Exception {
    return storage.read(transaction -> transaction.outbox().open());
  }

  StoredEnvelope envelope(OutboxRow row) throws Exception {
    OutboxRow.Item.ToGroup item = (OutboxRow.Item.ToGroup) row.item();
    return storage
        .<Optional<StoredEnvelope>, Exception>read(
            transaction -> transaction.envelopes().find(item.group(), item.envelope()))
        .orElseThrow();
  }

  /** Envelopes that are still to be sent to the group, in order. */
  List<Bytes> envelopes() throws Exception {
    List<Bytes> bytes = new ArrayList<>();
    for (OutboxRow row : outbox()) {
      if (row.item() instanceof OutboxRow.Item.ToGroup) {
        bytes.add(envelope(row).bytes());
      }
    }
    return bytes;
  }

  List<String> texts(GroupId group) throws Exception {
    return messenger().history(group, Long.MAX_VALUE, 1_000_000).stream()
        .map(Message::text)
        .toList();
  }

  /** Transmits what is in the outbox until it is empty or reaches nobody. */
  void deliver() throws Exception {
    for (OutboxRow row : outbox()) {
      for (UserId recipient : Set.copyOf(row.awaiting())) {
        Device to = world.device(recipient);
        if (!to.online) {
          continue;
        }
        if (row.item() instanceof OutboxRow.Item.ToMember item) {
          to.ask(this, item.protocol(), item.payload());
          storage.write(
              transaction -> {
                transaction.outbox().end(row.id());
                return true;
              });
        } else if (row.item() instanceof OutboxRow.Item.ToGroup item) {
          Receipt receipt = to.receive(this, envelope(row).bytes());
          if (receipt == Receipt.COMMITTED || receipt == Receipt.KNOWN) {
            storage.write(
                transaction ->
                    transaction.outbox().acknowledge(item.group(), item.envelope(), recipient));
          }
        }
      }
    }
  }

  @Override
  public OrganisationId organisation() {
    return World.ORGANISATION;
  }

  @Override
  public UserId user() {
    return user;
  }

  @Override
  public DeviceId device() {
    return device;
  }

  @Override
  public SecretBytes deviceKey() {
    throw new AssertionError("messaging has no business with the host key");
  }

  @Override
  public Signer signer() {
    return signer;
  }

  @Override
  public List<String> bootstrapAddresses() {
    return List.of();
  }

  @Override
  public NetworkStatus status() {
    return new NetworkStatus(NetworkStatus.State.CONNECTED, List.of(), peers().size(), "");
  }

  @Override
  public List<ConnectedPeer> peers() {
    return world.devices().stream()
        .filter(other -> other != this && other.online)
        .map(Device::peer)
        .toList();
  }

  @Override
  public CompletionStage<Bytes> request(UserId member, String protocol, Bytes request) {
    Device to = world.device(member);
    return to.online
        ? to.answer(this, protocol, request)
        : CompletableFuture.failedFuture(
            new NetworkException(NetworkException.Reason.UNREACHABLE, "away"));
  }

  @Override
  public void announce(Bytes announcement) {
    throw new AssertionError("messaging announces nothing");
  }

  @Override
  public CompletionStage<ConnectedPeer> dial(String multiaddr) {
    throw new AssertionError("messaging dials nobody");
  }

  @Override
  public void close() {
    messaging.close();
  }
}
