package org.conclave.onboarding.internal.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.OrganisationEntry;
import org.conclave.onboarding.internal.statement.OrganisationKeys;
import org.conclave.onboarding.internal.statement.Slot;
import org.conclave.onboarding.internal.statement.SuccessionTerms;
import org.conclave.onboarding.internal.statement.VerifiedApproval;
import org.conclave.onboarding.internal.statement.VerifiedBeacon;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.conclave.onboarding.internal.statement.VerifiedRevocation;
import org.conclave.onboarding.internal.statement.VerifiedSuccession;

/**
 * The organisation's own statements, and what they make of each other. Changed by the ledger's
 * writer alone; {@link #beacons} may be read from any thread.
 */
public final class OrganisationStatements {
  /** So many statements a delegate can ever make: a hostile one fills no disk. */
  static final long MAX_DELEGATE_COUNTER = 16_384;

  private final OrganisationKeys keys;
  private final Map<Slot, Rivals<OrganisationEntry>> decisions = new ConcurrentHashMap<>();
  private final Map<Bytes, VerifiedBeacon> beacons = new ConcurrentHashMap<>();
  private final Map<Bytes, SuccessionTerms> successions = new HashMap<>();
  private final Set<Bytes> approved = new HashSet<>();
  private final SignerChains chains = new SignerChains();
  private final GrantIndex grants = new GrantIndex();

  OrganisationStatements(OrganisationKeys keys) {
    this.keys = keys;
  }

  void stage(OrganisationEntry entry, Ledger.Staged staged) {
    if (entry instanceof VerifiedBeacon beacon) {
      stage(beacon, staged);
      return;
    }
    boolean tooMany =
        entry instanceof OrganisationEntry.Decision signed
            && !signed.authority().isRoot()
            && signed.authority().counter() > MAX_DELEGATE_COUNTER;
    Rivals<OrganisationEntry> there = decisions.get(entry.slot());
    if (tooMany || there != null && there.isFull()) {
      return;
    }
    staged.fresh().add(entry);
    if (there != null
        && there.kept().stream().noneMatch(held -> held.rank().equals(entry.rank()))) {
      staged.conflicts().add(entry);
    }
  }

  /** Of each signer's beacons the newest is kept, and of equal ones that of the lowest hash. */
  private void stage(VerifiedBeacon beacon, Ledger.Staged staged) {
    Optional<VerifiedBeacon> newest =
        Stream.concat(
                Optional.ofNullable(beacons.get(beacon.authority().signer())).stream(),
                staged.fresh().stream()
                    .filter(VerifiedBeacon.class::isInstance)
                    .map(VerifiedBeacon.class::cast)
                    .filter(
                        other -> other.authority().signer().equals(beacon.authority().signer())))
            .reduce((one, other) -> isNewer(one, other) ? one : other);
    if (newest.isPresent() && !isNewer(beacon, newest.get())) {
      return;
    }
    newest.ifPresent(
        older -> {
          if (staged.fresh().remove(older)) {
            VerifiedBeacon oldest = staged.superseded().remove(older);
            if (oldest != null) {
              staged.superseded().put(beacon, oldest);
            }
          } else {
            staged.superseded().put(beacon, older);
          }
        });
    staged.fresh().add(beacon);
  }

  private static boolean isNewer(VerifiedBeacon one, VerifiedBeacon other) {
    int byCounter = Long.compare(one.authority().counter(), other.authority().counter());
    return byCounter > 0
        || byCounter == 0 && one.statementHash().compareTo(other.statementHash()) < 0;
  }

  /** Whether what holds for members may be another than before. */
  boolean merge(Ledger.Staged staged) {
    boolean changed = false;
    for (VerifiedEntry entry : staged.fresh()) {
      if (entry instanceof VerifiedBeacon beacon) {
        beacons.put(beacon.authority().signer(), beacon);
        continue;
      }
      if (entry instanceof OrganisationEntry decision) {
        decisions.merge(
            decision.slot(),
            Rivals.<OrganisationEntry>none().with(decision),
            (rivals, alone) -> rivals.with(decision));
        changed = true;
      }
      if (entry instanceof VerifiedSuccession succession) {
        learn(succession.terms());
      }
      if (entry instanceof OrganisationEntry.Decision signed) {
        chains.add(signed.authority(), signed.statementHash());
        signed.authority().succession().ifPresent(this::learn);
      }
      if (entry instanceof VerifiedApproval approval) {
        approved.add(approval.recordHash());
      }
      if (entry instanceof VerifiedGrant grant) {
        changed |= chains.add(grant.authority(), grant.statementHash());
        changed |= grants.add(grant);
        changed |= grant.authority().succession().filter(this::learn).isPresent();
      }
    }
    return changed;
  }

  /** A statement of a new root key carries the succession, which may not have come by itself. */
  private boolean learn(SuccessionTerms terms) {
    return successions.put(terms.hash(), terms) == null;
  }

  Law law() {
    List<OrganisationEntry> entries = entries();
    Powers powers =
        Powers.of(
            keys,
            successions.values(),
            only(entries, VerifiedRevocation.class),
            chains.forks().keySet());
    return new Law(powers, grants.settle(powers::stands), entries);
  }

  private static <E> List<E> only(Collection<? super E> entries, Class<E> type) {
    return entries.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private List<OrganisationEntry> entries() {
    return decisions.values().stream().flatMap(rivals -> rivals.kept().stream()).toList();
  }

  boolean hasApproval(VerifiedRecord record) {
    return approved.contains(record.rank());
  }

  static boolean approves(Collection<? extends VerifiedEntry> entries, VerifiedRecord record) {
    return entries.stream()
        .anyMatch(
            entry ->
                entry instanceof VerifiedApproval approval
                    && approval.recordHash().equals(record.rank()));
  }

  Set<Bytes> keptHashes(Slot slot) {
    return hashes(slot, true);
  }

  Set<Bytes> asideHashes(Slot slot) {
    return hashes(slot, false);
  }

  private Set<Bytes> hashes(Slot slot, boolean kept) {
    Rivals<OrganisationEntry> rivals = decisions.get(slot);
    if (rivals == null) {
      return Set.of();
    }
    return (kept ? rivals.kept() : rivals.aside())
        .stream().map(VerifiedEntry::hash).collect(Collectors.toUnmodifiableSet());
  }

  /** The newest beacon of each signer. */
  public List<VerifiedBeacon> beacons() {
    return List.copyOf(beacons.values());
  }

  /** All that is kept of decisions, beacons apart. */
  public List<OrganisationEntry> decisions() {
    return new ArrayList<>(entries());
  }

  /** The highest counter that is known of a signer. Within the writer's turn. */
  public long highestCounter(Bytes signer) {
    long beacon =
        Optional.ofNullable(beacons.get(signer))
            .map(newest -> newest.authority().counter())
            .orElse(0L);
    return Math.max(chains.highest(signer), beacon);
  }

  /** The highest number of a delegation's invitations that is known. Within the writer's turn. */
  public int highestNumber(Bytes delegation) {
    return grants.highest(delegation);
  }

  /** How many of a delegation's invitations made members. Within the writer's turn. */
  public int usedNumbers(Bytes delegation) {
    return grants.used(delegation);
  }

  /** Places of signers' chains that hold two statements. Within the writer's turn. */
  public Map<Slot.Chain, Set<Bytes>> forks() {
    return new HashMap<>(chains.forks());
  }

  /** Successions that contradict each other. */
  public List<List<OrganisationEntry>> successionConflicts() {
    return decisions.entrySet().stream()
        .filter(entry -> entry.getKey() instanceof Slot.Succession)
        .map(Map.Entry::getValue)
        .filter(Rivals::isConflict)
        .map(Rivals::kept)
        .toList();
  }
}
