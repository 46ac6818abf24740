package org.conclave.onboarding.internal.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.UserId;
import org.conclave.onboarding.internal.statement.Sha256;
import org.conclave.onboarding.internal.statement.Slot;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.jspecify.annotations.Nullable;

/**
 * The organisation's statements in memory. What it says is a function of the set of entries that
 * were merged, not of their order. Reads may come from any thread at any time; {@link #stage} and
 * {@link #merge} belong to one writer, which puts what was staged on the disk before it is merged.
 */
public final class Ledger {
  private static final Comparator<UserId> BY_USER = Comparator.comparing(UserId::value);

  private final Map<UserId, MemberStatements> members = new ConcurrentHashMap<>();
  private final Map<UserId, Standing> standings = new ConcurrentHashMap<>();
  private final Map<DeviceId, List<UserId>> devices = new ConcurrentHashMap<>();
  private final NavigableMap<Bytes, VerifiedEntry> kept = new ConcurrentSkipListMap<>();
  private final Set<Bytes> aside = ConcurrentHashMap.newKeySet();
  private volatile long version;
  private volatile @Nullable Head head;

  /** The digest of one version of the set, so that a merge while it is computed outdates it. */
  private record Head(long version, Bytes digest) {}

  /**
   * What a merge would do.
   *
   * @param fresh entries that are not held yet, and will be
   * @param orphans records of users whom nothing has made members yet
   * @param conflicts slots that hold rival statements since
   */
  public record Staged(
      List<VerifiedEntry> fresh,
      List<VerifiedEntry> orphans,
      List<VerifiedEntry> conflicts,
      Map<UserId, MemberStatements> changed) {

    /** How a user would stand after the merge, if any of the entries is about that user. */
    public Optional<Standing> standing(UserId user) {
      return Optional.ofNullable(changed.get(user)).flatMap(MemberStatements::standing);
    }
  }

  /** Works out what {@code entries} would change; changes nothing. */
  public Staged stage(Collection<? extends VerifiedEntry> entries) {
    Staged staged =
        new Staged(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    Stream.concat(
            entries.stream().filter(VerifiedGrant.class::isInstance),
            entries.stream().filter(entry -> !(entry instanceof VerifiedGrant)))
        .forEach(entry -> stage(entry, staged));
    return staged;
  }

  private void stage(VerifiedEntry entry, Staged staged) {
    UserId user = entry.user();
    MemberStatements before =
        staged.changed.computeIfAbsent(
            user, key -> members.getOrDefault(key, MemberStatements.NONE));
    if (holds(entry.hash()) || before.holds(entry) || !before.hasRoomFor(entry)) {
      return;
    }
    if (!(entry instanceof VerifiedGrant) && !before.isMember()) {
      staged.orphans.add(entry);
      return;
    }
    MemberStatements after = before.with(entry);
    staged.fresh.add(entry);
    staged.changed.put(user, after);
    if (after.isConflict(entry.slot())) {
      staged.conflicts.add(entry);
    }
  }

  /** Makes what was staged, and nothing since, part of the ledger. */
  public void merge(Staged staged) {
    staged.changed.forEach(
        (user, after) -> {
          MemberStatements before = members.getOrDefault(user, MemberStatements.NONE);
          if (after == before) {
            return;
          }
          after.kept().forEach(entry -> kept.put(entry.hash(), entry));
          after.aside().forEach(entry -> aside.add(entry.hash()));
          after.aside().forEach(entry -> kept.remove(entry.hash()));
          members.put(user, after);
          after.standing().ifPresent(standing -> stand(user, standing));
        });
    version++;
  }

  private void stand(UserId user, Standing now) {
    Optional<DeviceId> before = device(standings.put(user, now));
    Optional<DeviceId> after = device(now);
    if (!before.equals(after)) {
      before.ifPresent(device -> devices.computeIfPresent(device, (d, users) -> less(users, user)));
      after.ifPresent(device -> devices.merge(device, List.of(user), Ledger::sorted));
    }
  }

  private static Optional<DeviceId> device(@Nullable Standing standing) {
    return Optional.ofNullable(standing).flatMap(Standing::record).map(record -> record.device());
  }

  private static @Nullable List<UserId> less(List<UserId> users, UserId gone) {
    List<UserId> rest = users.stream().filter(user -> !user.equals(gone)).toList();
    return rest.isEmpty() ? null : rest;
  }

  private static List<UserId> sorted(List<UserId> some, List<UserId> more) {
    return Stream.concat(some.stream(), more.stream()).distinct().sorted(BY_USER).toList();
  }

  public Optional<Standing> standing(UserId user) {
    return Optional.ofNullable(standings.get(user));
  }

  /** The member whose active device this is. */
  public Optional<Standing> standing(DeviceId device) {
    List<UserId> users = devices.get(device);
    return users == null ? Optional.empty() : standing(users.get(0));
  }

  /** All members, in the order of their ids. */
  public List<Standing> standings() {
    return standings.values().stream()
        .sorted(Comparator.comparing(standing -> standing.grant().user(), BY_USER))
        .toList();
  }

  /** The effective use of a token by {@code user}. */
  public Optional<VerifiedGrant> use(UserId user, Bytes tokenHash) {
    return Optional.ofNullable(members.get(user))
        .flatMap(statements -> statements.use(new Slot.Token(tokenHash)));
  }

  /** Whether an entry is held, be it effective, as a proof of conflict, or set aside. */
  public boolean holds(Bytes hash) {
    return kept.containsKey(hash) || aside.contains(hash);
  }

  /** An entry of the set that peers reconcile. */
  public Optional<VerifiedEntry> find(Bytes hash) {
    return Optional.ofNullable(kept.get(hash));
  }

  /** The hashes of the set that peers reconcile, in order. */
  public List<Bytes> hashes() {
    return List.copyOf(kept.keySet());
  }

  /** Those from {@code first} to {@code last}, both inclusive. */
  public List<Bytes> hashes(Bytes first, Bytes last) {
    return first.compareTo(last) > 0
        ? List.of()
        : List.copyOf(kept.subMap(first, true, last, true).keySet());
  }

  /**
   * SHA-256 of all hashes in order. Not an exclusive or of them: a member could choose entries that
   * cancel each other out, and so hide from peers that they differ.
   */
  public Bytes head() {
    long now = version;
    Head known = head;
    if (known == null || known.version != now) {
      known = new Head(now, Sha256.of(kept.keySet()));
      head = known;
    }
    return known.digest;
  }
}
