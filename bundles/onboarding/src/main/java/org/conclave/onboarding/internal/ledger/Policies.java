package org.conclave.onboarding.internal.ledger;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.api.organisation.SitePolicy.Feature;
import org.conclave.api.organisation.SitePolicy.GroupCreators;
import org.conclave.onboarding.internal.statement.VerifiedPolicy;

/** The policy that counts for each site. Immutable. */
final class Policies {
  static final Policies NONE = new Policies(Map.of());

  private final Map<String, VerifiedPolicy> effective;

  private Policies(Map<String, VerifiedPolicy> effective) {
    this.effective = effective;
  }

  /**
   * @param standing those whose signer's right stands
   */
  static Policies of(Collection<VerifiedPolicy> standing) {
    Map<String, VerifiedPolicy> effective = new HashMap<>();
    for (VerifiedPolicy policy : standing) {
      effective.merge(policy.site(), policy, Policies::counting);
    }
    return new Policies(Map.copyOf(effective));
  }

  private static VerifiedPolicy counting(VerifiedPolicy one, VerifiedPolicy other) {
    return Seniority.newestOfHighest().compare(ranked(one), ranked(other)) <= 0 ? one : other;
  }

  private static Seniority.Ranked ranked(VerifiedPolicy policy) {
    return new Seniority.Ranked(policy.authority(), policy.statementHash());
  }

  /** What was signed for exactly that site. */
  Optional<SitePolicy> signed(String site) {
    return Optional.ofNullable(effective.get(site)).map(VerifiedPolicy::policy);
  }

  /** The statements that make up what holds for {@code site}. */
  List<VerifiedPolicy> statements(String site) {
    return Stream.of("", site)
        .distinct()
        .flatMap(name -> Optional.ofNullable(effective.get(name)).stream())
        .toList();
  }

  /** What holds for a member of {@code site}: of the organisation's and the site's the stricter. */
  SitePolicy holding(String site) {
    SitePolicy all = signed("").orElse(SitePolicy.DEFAULT);
    return site.isEmpty() ? all : signed(site).map(own -> stricter(all, own)).orElse(all);
  }

  private static SitePolicy stricter(SitePolicy all, SitePolicy site) {
    Map<String, Feature> features = new HashMap<>(site.features());
    // The organisation's word goes first; it leaves to its sites what it leaves free.
    all.features()
        .forEach(
            (id, held) -> {
              if (held != Feature.FREE) {
                features.put(id, held);
              }
            });
    boolean administratorsOnly =
        all.groupCreators() == GroupCreators.ADMINISTRATORS
            || site.groupCreators() == GroupCreators.ADMINISTRATORS;
    return new SitePolicy(
        features,
        all.takeoverNeedsApproval() || site.takeoverNeedsApproval(),
        Stream.concat(all.retention().stream(), site.retention().stream()).min(Duration::compareTo),
        administratorsOnly ? GroupCreators.ADMINISTRATORS : GroupCreators.EVERYBODY,
        shorter(all.warnWithoutBeacon(), site.warnWithoutBeacon()),
        shorter(all.refuseWithoutBeacon(), site.refuseWithoutBeacon()),
        List.copyOf(signers(all, site)));
  }

  /** A site may narrow the organisation's list, and cannot widen it. */
  private static Set<Bytes> signers(SitePolicy all, SitePolicy site) {
    Set<Bytes> signers = new LinkedHashSet<>(all.pluginSigners());
    if (!site.pluginSigners().isEmpty()) {
      signers.retainAll(site.pluginSigners());
    }
    return signers;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
