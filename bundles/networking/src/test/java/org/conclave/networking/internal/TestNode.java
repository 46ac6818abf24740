package org.conclave.networking.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.NetworkStatus;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Membership;
import org.conclave.api.organisation.OrganisationListener;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreListener;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.proto.wire.v1.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * A member's device: its profile, its ledger, and a real node on loopback that can be restarted.
 */
final class TestNode implements AutoCloseable {
  static final String LOOPBACK = "/ip4/127.0.0.1/tcp/0";

  final String name;
  final FakeStorage storage = new FakeStorage();
  final FakeLedger ledger;
  final FakeReceiver receiver = new FakeReceiver(storage);
  private OfferedServices offered = new OfferedServices();
  private List<String> bootstrap = List.of();
  private @Nullable Node node;
  private @Nullable StoreListener following;
  private @Nullable OrganisationListener ledgerFollowing;
  private Clock clock = Clock.systemUTC();
  private String listen = LOOPBACK;
  private boolean aspirant;

  TestNode(String name, Map<DeviceId, Member> certified) {
    this.name = name;
    this.ledger = new FakeLedger(TestData.device(name), certified);
    offered.add(receiver);
  }

  UserId user() {
    return TestData.user(name);
  }

  DeviceId device() {
    return TestData.device(name);
  }

  TestNode bootstrap(String... addresses) {
    bootstrap = List.of(addresses);
    return this;
  }

  TestNode clock(Clock newClock) {
    clock = newClock;
    return this;
  }

  /** A device that is about to become a member's. */
  TestNode aspirant() {
    aspirant = true;
    return this;
  }

  TestNode listen(String addresses) {
    listen = addresses;
    return this;
  }

  OfferedServices offered() {
    return offered;
  }

  Node node() {
    if (node == null) {
      throw new AssertionError(name + " is not started");
    }
    return node;
  }

  TestNode start() {
    begin();
    TestData.await(name + " listens", () -> !node().status().listenAddresses().isEmpty());
    return this;
  }

  TestNode begin() {
    Node fresh =
        new Node(
            new NodeEnvironment(
                storage,
                new FakeMembership(),
                aspirant,
                ledger,
                offered,
                Optional.of(listen).filter(text -> !text.isEmpty()),
                "test",
                clock));
    node = fresh;
    StoreListener listener = fresh::committed;
    following = listener;
    storage.listen(listener);
    OrganisationListener changes = fresh::organisationChanged;
    ledgerFollowing = changes;
    ledger.listen(changes);
    fresh.start();
    return this;
  }

  void stop() {
    if (node != null) {
      node.close();
      node = null;
    }
    if (following != null) {
      storage.unlisten(following);
      following = null;
    }
    if (ledgerFollowing != null) {
      ledger.unlisten(ledgerFollowing);
      ledgerFollowing = null;
    }
  }

  @Override
  public void close() {
    stop();
    storage.close();
  }

  String address() {
    return node().status().listenAddresses().get(0);
  }

  ConnectedPeer dial(TestNode other) {
    try {
      return node().dial(other.address()).toCompletableFuture().get(15, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(name + " does not reach " + other.name, e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  boolean isConnectedTo(TestNode other) {
    return node().peers().stream().anyMatch(peer -> peer.device().equals(other.device()));
  }

  boolean isAlone() {
    return node().status().state() == NetworkStatus.State.ALONE;
  }

  /** Commits a message, as messaging does: the envelope and the outbox row in one transaction. */
  void send(GroupId group, long epoch, String text, TestNode... to) {
    try {
      Bytes bytes = TestData.envelope(group, epoch, text);
      StoredEnvelope stored = FakeReceiver.stored(Envelope.parseFrom(bytes.asByteBuffer()), bytes);
      Set<UserId> awaiting = new HashSet<>();
      for (TestNode one : to) {
        awaiting.add(one.user());
      }
      storage.write(
          transaction -> {
            transaction.envelopes().put(stored);
            transaction
                .outbox()
                .add(
                    new OutboxRow.Item.ToGroup(group, stored.id(), Optional.empty()),
                    awaiting,
                    Instant.MAX);
            return true;
          });
    } catch (StorageException | com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** Has a message of a group that it received at some time. */
  void receive(GroupId group, long epoch, String text) {
    try {
      Bytes bytes = TestData.envelope(group, epoch, text);
      StoredEnvelope stored = FakeReceiver.stored(Envelope.parseFrom(bytes.asByteBuffer()), bytes);
      storage.write(
          transaction -> {
            transaction.envelopes().put(stored);
            return true;
          });
    } catch (StorageException | com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  void ask(TestNode other, String protocol, String request) {
    try {
      storage.write(
          transaction ->
              transaction
                  .outbox()
                  .add(
                      new OutboxRow.Item.ToMember(other.user(), protocol, Bytes.utf8(request)),
                      Set.of(other.user()),
                      Instant.MAX));
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
  }

  List<OutboxRow> outbox() {
    try {
      return storage.read(transaction -> transaction.outbox().open());
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
  }

  private final class FakeMembership implements Membership {
    @Override
    public OrganisationId organisation() {
      return TestData.ORGANISATION;
    }

    @Override
    public UserId user() {
      return TestNode.this.user();
    }

    @Override
    public DeviceId device() {
      return TestNode.this.device();
    }

    @Override
    public SecretBytes deviceKey() {
      return SecretBytes.wrap(TestData.key(name).seed());
    }

    @Override
    public Signer signer() {
      throw new UnsupportedOperationException("the node signs nothing with MLS keys");
    }

    @Override
    public List<String> bootstrapAddresses() {
      return bootstrap;
    }
  }
}
