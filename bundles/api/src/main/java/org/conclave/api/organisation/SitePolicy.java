package org.conclave.api.organisation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;

/**
 * What the organisation, or a site of it, has decided for all. Spread by the ledger; obeyed as soon
 * as it is known. Where a site and the organisation differ, the stricter counts.
 *
 * @param features by feature id; a feature that is not named is {@link Feature#FREE}
 * @param takeoverNeedsApproval whether an administrator has to approve every new device
 * @param retention how long messages are kept; empty for ever
 * @param groupCreators who may create groups
 * @param warnWithoutBeacon after how long without word from an administrator a member is told
 * @param refuseWithoutBeacon after how long it refuses newcomers
 * @param pluginSigners SHA-256 of the certificates whose plugins may run, beside the organisation's
 */
public record SitePolicy(
    Map<String, Feature> features,
    boolean takeoverNeedsApproval,
    Optional<Duration> retention,
    GroupCreators groupCreators,
    Duration warnWithoutBeacon,
    Duration refuseWithoutBeacon,
    List<Bytes> pluginSigners) {
  /** What holds until an administrator signs another one. */
  public static final SitePolicy DEFAULT =
      new SitePolicy(
          Map.of(),
          false,
          Optional.empty(),
          GroupCreators.EVERYBODY,
          Duration.ofDays(2),
          Duration.ofDays(14),
          List.of());

  public SitePolicy {
    features = Map.copyOf(features);
    pluginSigners = List.copyOf(pluginSigners);
  }

  public Feature feature(String id) {
    return features.getOrDefault(id, Feature.FREE);
  }

  /** Whether a feature is the member's own choice. */
  public enum Feature {
    FREE,
    ON,
    OFF
  }

  /** Who may create groups. */
  public enum GroupCreators {
    EVERYBODY,
    ADMINISTRATORS
  }
}
