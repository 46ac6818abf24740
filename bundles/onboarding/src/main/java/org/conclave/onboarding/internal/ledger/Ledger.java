package org.conclave.onboarding.internal.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
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
import org.conclave.api.organisation.SitePolicy;
import org.conclave.onboarding.internal.statement.Authority;
import org.conclave.onboarding.internal.statement.DelegationTerms;
import org.conclave.onboarding.internal.statement.MemberEntry;
import org.conclave.onboarding.internal.statement.OrganisationEntry;
import org.conclave.onboarding.internal.statement.OrganisationKeys;
import org.conclave.onboarding.internal.statement.Sha256;
import org.conclave.onboarding.internal.statement.Slot;
import org.conclave.onboarding.internal.statement.VerifiedBeacon;
import org.conclave.onboarding.internal.statement.VerifiedCertificate;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedPolicy;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.conclave.onboarding.internal.statement.VerifiedRevocation;
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
  private final OrganisationStatements organisation;
  private volatile Law law;
  private volatile long version;
  private volatile @Nullable Head head;

  /** The digest of one version of the set, so that a merge while it is computed outdates it. */
  private record Head(long version, Bytes digest) {}

  public Ledger(OrganisationKeys keys) {
    this.organisation = new OrganisationStatements(keys);
    this.law = organisation.law();
  }

  /**
   * What a merge would do.
   *
   * @param fresh entries that are not held yet, and will be
   * @param orphans records that nothing gives a place yet
   * @param conflicts slots that hold rival statements since
   * @param superseded the beacons that newer ones of {@code fresh} make needless
   */
  public record Staged(
      List<VerifiedEntry> fresh,
      List<VerifiedRecord> orphans,
      List<VerifiedEntry> conflicts,
      Map<VerifiedEntry, VerifiedBeacon> superseded,
      Map<UserId, MemberStatements> changed,
      Law law) {

    /**
     * How a user would stand after the merge, if any of the entries is about that user and none of
     * them changes what holds for all.
     */
    public Optional<Standing> standing(UserId user) {
      return Optional.ofNullable(changed.get(user)).flatMap(member -> member.standing(law));
    }
  }

  /** Works out what {@code entries} would change; changes nothing. */
  public Staged stage(Collection<? extends VerifiedEntry> entries) {
    Staged staged =
        new Staged(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            law);
    Set<Bytes> seen = new HashSet<>();
    entries.stream()
        .filter(entry -> !holds(entry.hash()) && seen.add(entry.hash()))
        .sorted(Comparator.comparingInt(Ledger::turn))
        .forEach(
            entry -> {
              if (entry instanceof OrganisationEntry decision) {
                organisation.stage(decision, staged);
              } else {
                stage((MemberEntry) entry, staged);
              }
            });
    return staged;
  }

  /** Decisions before grants, and both before the records that need them. */
  static int turn(VerifiedEntry entry) {
    return entry instanceof OrganisationEntry ? 0 : entry instanceof VerifiedGrant ? 1 : 2;
  }

  private void stage(MemberEntry entry, Staged staged) {
    UserId user = entry.user();
    MemberStatements before =
        staged.changed.computeIfAbsent(
            user, key -> members.getOrDefault(key, MemberStatements.NONE));
    if (before.holds(entry) || !before.hasRoomFor(entry)) {
      return;
    }
    if (entry instanceof VerifiedRecord record && !hasPlace(record, before, staged)) {
      staged.orphans.add(record);
      return;
    }
    MemberStatements after = before.with(entry);
    staged.fresh.add(entry);
    staged.changed.put(user, after);
    if (after.isConflict(entry.slot())) {
      staged.conflicts.add(entry);
    }
  }

  /** Otherwise whoever has an account key could fill the set with generations. */
  private boolean hasPlace(VerifiedRecord record, MemberStatements member, Staged staged) {
    return hasPlace(record)
        || member.isKnown()
            && (!record.isRaised()
                || member.hasGeneration(record.order().generation())
                || OrganisationStatements.approves(staged.fresh, record));
  }

  /** Whether a record would not be an orphan now. */
  boolean hasPlace(VerifiedRecord record) {
    MemberStatements member = members.getOrDefault(record.user(), MemberStatements.NONE);
    return member.isKnown()
        && (!record.isRaised()
            || member.hasGeneration(record.order().generation())
            || organisation.hasApproval(record));
  }

  /** Makes what was staged, and nothing since, part of the ledger. */
  public void merge(Staged staged) {
    boolean lawChanged = organisation.merge(staged);
    for (VerifiedEntry entry : staged.fresh) {
      if (entry instanceof OrganisationEntry) {
        keep(entry);
      }
    }
    staged.superseded.values().forEach(beacon -> kept.remove(beacon.hash()));
    staged.changed.forEach(this::merge);
    if (lawChanged) {
      law = organisation.law();
      members.forEach(this::stand);
    }
    version++;
  }

  private void keep(VerifiedEntry entry) {
    Set<Bytes> effective = organisation.keptHashes(entry.slot());
    if (entry instanceof VerifiedBeacon || effective.contains(entry.hash())) {
      kept.put(entry.hash(), entry);
    } else {
      aside.add(entry.hash());
    }
    for (Bytes displaced : organisation.asideHashes(entry.slot())) {
      kept.remove(displaced);
      aside.add(displaced);
    }
  }

  private void merge(UserId user, MemberStatements after) {
    MemberStatements before = members.getOrDefault(user, MemberStatements.NONE);
    if (after == before) {
      return;
    }
    after.kept().forEach(entry -> kept.put(entry.hash(), entry));
    after.aside().forEach(entry -> aside.add(entry.hash()));
    after.aside().forEach(entry -> kept.remove(entry.hash()));
    members.put(user, after);
    stand(user, after);
  }

  private void stand(UserId user, MemberStatements statements) {
    Optional<Standing> now = statements.standing(law);
    Optional<DeviceId> before =
        device(now.isPresent() ? standings.put(user, now.get()) : standings.remove(user));
    Optional<DeviceId> after = now.flatMap(standing -> device(standing));
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

  /** How a user stands, a member or one whose membership was ended. */
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
        .filter(Standing::isMember)
        .sorted(Comparator.comparing(standing -> standing.grant().user(), BY_USER))
        .toList();
  }

  /** The effective use of a token by {@code user}. */
  public Optional<VerifiedGrant> use(UserId user, Bytes tokenHash) {
    return Optional.ofNullable(members.get(user))
        .flatMap(statements -> statements.use(new Slot.Token(tokenHash)));
  }

  /** What holds for members of {@code site}. */
  public SitePolicy policy(String site) {
    return law.policy(site);
  }

  Law law() {
    return law;
  }

  /** What was signed for exactly that site. */
  public Optional<SitePolicy> signedPolicy(String site) {
    return law.policies().signed(site);
  }

  /** What took back an invitation. */
  public Optional<VerifiedRevocation> tokenRevocation(Bytes tokenHash, Authority issuer) {
    return law.tokenRevocation(tokenHash, issuer);
  }

  /** The certificate that closed an open invitation. */
  public Optional<VerifiedCertificate> closing(Bytes tokenHash) {
    return law.closing(tokenHash).flatMap(this::certificate);
  }

  private Optional<VerifiedCertificate> certificate(Bytes statementHash) {
    return kept.values().stream()
        .filter(VerifiedCertificate.class::isInstance)
        .map(VerifiedCertificate.class::cast)
        .filter(certificate -> certificate.statementHash().equals(statementHash))
        .findFirst();
  }

  /** The policies that hold for members of {@code site}, as they were signed. */
  public List<VerifiedPolicy> policyStatements(String site) {
    return law.policies().statements(site);
  }

  /**
   * What gives a record of a raised generation its place: that generation's first record and its
   * approval. Empty for a record of the first generation.
   */
  public List<VerifiedEntry> foundation(VerifiedRecord record) {
    if (!record.isRaised()) {
      return List.of();
    }
    List<VerifiedEntry> foundation = new ArrayList<>();
    MemberStatements member = members.getOrDefault(record.user(), MemberStatements.NONE);
    member
        .firstOf(record.order().generation())
        .ifPresent(
            first -> {
              if (!first.hash().equals(record.hash())) {
                foundation.add(first);
              }
              foundation.addAll(law.approvals(first));
            });
    return foundation;
  }

  /** What took a member's devices out, as far as it reaches. */
  public Optional<VerifiedRevocation> deviceRevocation(Standing standing) {
    return law.deviceRevocation(standing.grant().user(), standing.grant());
  }

  /** Delegations that stand, of all or of one holder; the highest first. */
  public List<DelegationTerms> delegations() {
    return law.delegations();
  }

  public List<DelegationTerms> delegations(UserId holder) {
    return law.delegations(holder);
  }

  /** Whether a statement signed by that right counts now. */
  public boolean stands(Authority authority) {
    return law.powers().stands(authority);
  }

  /** Whether an administrator of that right decides about this member. */
  public boolean reaches(Authority by, Standing standing) {
    return law.reaches(by, standing.grant().user(), standing.grant());
  }

  /** Whether an administrator has approved just this record. */
  public boolean isApproved(VerifiedRecord record) {
    return law.hasApproval(record);
  }

  /** The root key that signs now. */
  public Bytes rootKey() {
    return law.powers().root();
  }

  /** Whether that key signs, or ever signed, as the root. */
  public boolean isRootKey(Bytes key) {
    return law.powers().isRootKey(key);
  }

  /** Everything that the organisation's own statements rest on. */
  public OrganisationStatements organisation() {
    return organisation;
  }

  /** Each slot of a member's statements that holds rivals. */
  public List<List<? extends MemberEntry>> memberConflicts() {
    return members.values().stream().flatMap(member -> member.conflicts().stream()).toList();
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

  public int size() {
    return kept.size();
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
