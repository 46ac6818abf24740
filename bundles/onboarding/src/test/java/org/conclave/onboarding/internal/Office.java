package org.conclave.onboarding.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.Network;
import org.conclave.api.network.NetworkException;
import org.conclave.api.network.NetworkStatus;

/** A network in memory: requests reach the handlers of those who are plugged in. */
final class Office {
  final AtomicInteger requests = new AtomicInteger();
  final AtomicInteger requestBytes = new AtomicInteger();

  /** Of requests and their answers. */
  final AtomicInteger bytes = new AtomicInteger();

  private final Map<UserId, Person> people = new ConcurrentHashMap<>();

  void plugIn(Person person) {
    people.put(person.session().membership().user(), person);
    person.network = Optional.of(new Socket(person));
  }

  /** Nothing reaches that person any more, and nothing comes from there. */
  void unplug(Person person) {
    people.values().remove(person);
    person.network = Optional.empty();
  }

  static ConnectedPeer peer(Person person) {
    return new ConnectedPeer(
        person.session().membership().user(), person.device(), "/memory", Instant.EPOCH);
  }

  /** Tells two people that they are connected and admitted, unless one is just coming back. */
  void connect(Person one, Person other) {
    Optional<MemberSession> mine = Optional.ofNullable(one.session);
    Optional<MemberSession> theirs = Optional.ofNullable(other.session);
    if (mine.isPresent() && theirs.isPresent()) {
      mine.get().networkListener().peerConnected(peer(other, theirs.get()));
      theirs.get().networkListener().peerConnected(peer(one, mine.get()));
    }
  }

  private static ConnectedPeer peer(Person person, MemberSession session) {
    return new ConnectedPeer(
        session.membership().user(), session.membership().device(), person.name, Instant.EPOCH);
  }

  private final class Socket implements Network {
    private final Person owner;

    Socket(Person owner) {
      this.owner = owner;
    }

    @Override
    public NetworkStatus status() {
      return new NetworkStatus(NetworkStatus.State.CONNECTED, List.of(), people.size() - 1, "");
    }

    @Override
    public List<ConnectedPeer> peers() {
      return List.of();
    }

    @Override
    public CompletionStage<Bytes> request(UserId member, String protocol, Bytes request) {
      Person other = people.get(member);
      if (other == null
          || other.session == null
          || request.size() > other.session().requestHandler().maximumRequest()) {
        return CompletableFuture.failedFuture(
            new NetworkException(NetworkException.Reason.UNREACHABLE, "Nobody there."));
      }
      requests.incrementAndGet();
      requestBytes.addAndGet(request.size());
      bytes.addAndGet(request.size());
      return other
          .session()
          .requestHandler()
          .handle(peer(owner), request)
          .thenApply(
              answer -> {
                bytes.addAndGet(answer.size());
                return answer;
              });
    }

    @Override
    public void announce(Bytes announcement) {
      for (Person person : new ArrayList<>(people.values())) {
        if (person != owner && person.session != null) {
          person.session().announcementReceiver().receive(peer(owner), announcement);
        }
      }
    }

    @Override
    public CompletionStage<ConnectedPeer> dial(String multiaddr) {
      return CompletableFuture.failedFuture(
          new NetworkException(NetworkException.Reason.INVALID_ADDRESS, "No such place."));
    }
  }
}
