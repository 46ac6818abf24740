package org.conclave.onboarding.internal.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.Authority;
import org.conclave.onboarding.internal.statement.VerifiedCertificate;
import org.conclave.onboarding.internal.statement.VerifiedGrant;

/**
 * What grants of different members compete for: the certificate that closes an open invitation, and
 * the numbers of a delegate's invitations. Confined to the ledger's writer.
 */
final class GrantIndex {
  private final Map<Bytes, Map<Bytes, VerifiedCertificate>> closings = new HashMap<>();
  private final Map<Number, Set<Bytes>> numbers = new HashMap<>();

  /** One of a delegate's invitations. */
  private record Number(Bytes delegation, int number) {}

  /** Whether it closes an invitation, or somebody else's standing may change by it. */
  boolean add(VerifiedGrant grant) {
    boolean contested = false;
    if (grant instanceof VerifiedCertificate certificate && certificate.tokenHash().isPresent()) {
      Map<Bytes, VerifiedCertificate> there =
          closings.computeIfAbsent(certificate.tokenHash().get(), token -> new HashMap<>());
      there.put(certificate.statementHash(), certificate);
      contested = true;
    }
    Optional<Number> number = number(grant);
    if (number.isPresent()) {
      Set<Bytes> tokens = numbers.computeIfAbsent(number.get(), none -> new TreeSet<>());
      grant.tokenHash().ifPresent(tokens::add);
      contested |= tokens.size() > 1;
    }
    return contested;
  }

  private static Optional<Number> number(VerifiedGrant grant) {
    return grant.authority().delegation().map(terms -> new Number(terms.hash(), grant.number()));
  }

  /** The highest number of a delegation's invitations that made a member; 0 if there is none. */
  int highest(Bytes delegation) {
    return numbers.keySet().stream()
        .filter(number -> number.delegation().equals(delegation))
        .mapToInt(Number::number)
        .max()
        .orElse(0);
  }

  /** How many of a delegation's invitations made members. */
  int used(Bytes delegation) {
    return (int)
        numbers.keySet().stream().filter(number -> number.delegation().equals(delegation)).count();
  }

  /** The contests as they are now. */
  Contests settle(Predicate<Authority> stands) {
    Map<Bytes, Bytes> closing = new HashMap<>();
    closings.forEach(
        (token, certificates) ->
            certificates.values().stream()
                .filter(certificate -> stands.test(certificate.authority()))
                .min(
                    java.util.Comparator.comparing(
                            VerifiedCertificate::authority, Seniority.HIGHER_FIRST)
                        .thenComparing(VerifiedCertificate::statementHash))
                .ifPresent(winner -> closing.put(token, winner.statementHash())));
    Map<Number, Bytes> first = new HashMap<>();
    numbers.forEach((number, tokens) -> first.put(number, tokens.iterator().next()));
    return new Contests(Map.copyOf(closing), Map.copyOf(first));
  }

  /**
   * @param closing token to the certificate that closes it
   * @param first delegate's number to the token that has it
   */
  record Contests(Map<Bytes, Bytes> closing, Map<Number, Bytes> first) {
    static final Contests NONE = new Contests(Map.of(), Map.of());

    boolean wins(VerifiedGrant grant) {
      boolean closes =
          !(grant instanceof VerifiedCertificate)
              || grant.tokenHash().isEmpty()
              || closing
                  .getOrDefault(grant.tokenHash().get(), grant.statementHash())
                  .equals(grant.statementHash());
      boolean numbered =
          number(grant)
              .map(first::get)
              .map(token -> grant.tokenHash().equals(Optional.of(token)))
              .orElse(true);
      return closes && numbered;
    }
  }
}
