package org.conclave.onboarding.internal.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.Authority;
import org.conclave.onboarding.internal.statement.Slot;

/**
 * Which statements of each signer are known, by counter: two at one counter are evidence that the
 * signer, or somebody with its key, signed both. Confined to the ledger's writer.
 */
final class SignerChains {
  private final Map<Bytes, NavigableMap<Long, Set<Bytes>>> signers = new HashMap<>();

  /** Whether this makes a contradiction that was not there before. */
  boolean add(Authority authority, Bytes statementHash) {
    Set<Bytes> there =
        signers
            .computeIfAbsent(authority.signer(), signer -> new TreeMap<>())
            .computeIfAbsent(authority.counter(), counter -> new TreeSet<>());
    return there.add(statementHash) && there.size() == 2;
  }

  /** The highest counter that is known of a signer; 0 if there is none. */
  long highest(Bytes signer) {
    NavigableMap<Long, Set<Bytes>> chain = signers.get(signer);
    return chain == null ? 0 : chain.lastKey();
  }

  /** All places that hold two statements. */
  Map<Slot.Chain, Set<Bytes>> forks() {
    Map<Slot.Chain, Set<Bytes>> forks = new HashMap<>();
    signers.forEach(
        (signer, chain) ->
            chain.forEach(
                (counter, hashes) -> {
                  if (hashes.size() > 1) {
                    forks.put(new Slot.Chain(signer, counter), Set.copyOf(hashes));
                  }
                }));
    return forks;
  }
}
