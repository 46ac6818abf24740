package org.conclave.onboarding.internal;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.network.Network;
import org.conclave.api.organisation.Admission;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.OrganisationListener;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.Role;
import org.conclave.api.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** Somebody with a profile of their own: real keys, an own clock, storage in memory. */
final class Person implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
  static final String ADDRESS = "/ip4/192.0.2.1/tcp/4001/p2p/12D3KooWExample";

  final String name;
  final InMemoryStorage storage;
  final SettableClock clock = new SettableClock(START);
  final EngineSlot engine = new EngineSlot(Duration.ofMillis(50));
  final AtomicInteger changes = new AtomicInteger();
  final List<String> refusals = new CopyOnWriteArrayList<>();
  final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  final ProfileOrganisation organisation;
  final ProfileAdministration administration;
  final ProfileTransfer transfer;
  final Passage passage;
  final AtomicInteger erased = new AtomicInteger();
  final List<OwnStanding> standings = new CopyOnWriteArrayList<>();
  volatile Optional<Network> network = Optional.empty();
  volatile @Nullable MemberSession session;

  Person(String name) {
    this(name, new InMemoryStorage());
  }

  /** The same profile again, as after a restart. */
  Person(String name, InMemoryStorage storage) {
    this.name = name;
    this.storage = storage;
    engine.set(new IdentityEngine());
    OrganisationEvents events = new OrganisationEvents(executor);
    events.add(
        new OrganisationListener() {
          @Override
          public void organisationChanged() {
            changes.incrementAndGet();
          }

          @Override
          public void standingChanged(OwnStanding standing) {
            standings.add(standing);
          }

          @Override
          public void refused(String message) {
            refusals.add(message);
          }
        });
    passage =
        new Passage(
            new MemberSession.Surroundings(storage, clock, () -> network, executor, events),
            opened -> {
              session = opened;
              return () -> session = null;
            },
            erased::incrementAndGet);
    SecureRandom random = new SecureRandom();
    organisation = new ProfileOrganisation(passage, engine, random);
    administration = new ProfileAdministration(passage, random);
    transfer = new ProfileTransfer(passage, engine, random);
    try {
      passage.open();
    } catch (StorageException failure) {
      throw new IllegalStateException(failure);
    }
  }

  static Person founder(String name) throws Exception {
    Person founder = new Person(name);
    founder.organisation.found("Harbour Works", name);
    return founder;
  }

  /** A newcomer who has joined by an invitation of this founder. */
  Person admits(String newcomer) throws Exception {
    Person person = new Person(newcomer);
    person.organisation.join(invitationFor(person), "");
    return person;
  }

  String invitationFor(Person person) throws Exception {
    return invitationFor(person, Duration.ofDays(7));
  }

  String invitationFor(Person person, Duration validity) throws Exception {
    String account = person.organisation.accountCode().text();
    return administration
        .invite(
            new InvitationRequest(
                Optional.of(account), person.name, Role.MEMBER, "", validity, List.of(ADDRESS)))
        .text();
  }

  MemberSession session() {
    MemberSession current = session;
    if (current == null) {
      throw new IllegalStateException(name + " is no member");
    }
    return current;
  }

  DeviceId device() {
    return session().membership().device();
  }

  Bytes frame() {
    return session().admissionAuthority().admissionFrame();
  }

  /** This person's judgement of what {@code other} presents over its own connection. */
  Admission judge(Person other) {
    return session().admissionAuthority().judge(other.device(), other.frame());
  }

  @Override
  public void close() {
    passage.close();
    executor.shutdownNow();
  }

  /** A clock that a test sets. */
  static final class SettableClock extends Clock {
    private volatile Instant now;

    SettableClock(Instant now) {
      this.now = now;
    }

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
