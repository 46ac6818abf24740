package org.conclave.onboarding.internal.statement;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.Signed;

/**
 * A SitePolicy of the root key for any site, or of a delegate for its own.
 *
 * @param site empty for the organisation
 */
public record VerifiedPolicy(
    UnverifiedEntry source,
    Bytes statementHash,
    Authority authority,
    String site,
    SitePolicy policy,
    Instant issuedAt)
    implements OrganisationEntry.Decision {
  public static final int MAX_DAYS = 36_500;
  private static final int MAX_FEATURES = 128;
  private static final int MAX_SIGNERS = 64;
  private static final Pattern FEATURE = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

  static VerifiedPolicy read(UnverifiedEntry source, OrganisationKeys keys, Trust trust)
      throws InvalidStatementException {
    Signed signed = source.entry().getStatement();
    Bytes payload = StatementKind.POLICY.payload(signed);
    org.conclave.proto.org.v1.SitePolicy policy = parse(payload);
    Fields.organisation(policy.getOrgId(), keys);
    Authority authority = Authority.read(policy.getAuthority(), keys, trust);
    StatementKind.POLICY.verify(signed, trust, authority.signer());
    Instant issuedAt = Fields.time(policy.getIssuedAt());
    authority.checkTime(issuedAt);
    Fields.site(policy.getSite());
    boolean ownSite = !policy.getSite().isEmpty() && authority.covers(policy.getSite());
    if (!authority.isRoot() && !ownSite) {
      throw new InvalidStatementException(
          Fault.BEYOND_AUTHORITY, "its signer decides nothing for this site");
    }
    return new VerifiedPolicy(
        source, Sha256.of(payload), authority, policy.getSite(), content(policy), issuedAt);
  }

  /** Whether {@code id} can name a feature. */
  public static boolean isFeature(String id) {
    return FEATURE.matcher(id).matches();
  }

  private static SitePolicy content(org.conclave.proto.org.v1.SitePolicy policy)
      throws InvalidStatementException {
    return new SitePolicy(
        features(policy),
        policy.getTakeoverNeedsApproval(),
        policy.getRetentionDays() == 0
            ? Optional.empty()
            : Optional.of(days(policy.getRetentionDays(), Duration.ZERO)),
        switch (policy.getGroupCreators()) {
          case EVERYBODY -> SitePolicy.GroupCreators.EVERYBODY;
          // What a later version means by another value is stricter than everybody.
          case ADMINISTRATORS, UNRECOGNIZED -> SitePolicy.GroupCreators.ADMINISTRATORS;
        },
        days(policy.getWarnDays(), SitePolicy.DEFAULT.warnWithoutBeacon()),
        days(policy.getRefuseDays(), SitePolicy.DEFAULT.refuseWithoutBeacon()),
        signers(policy.getPluginSignersList()));
  }

  private static Map<String, SitePolicy.Feature> features(
      org.conclave.proto.org.v1.SitePolicy policy) throws InvalidStatementException {
    Fields.require(policy.getFeaturesCount() <= MAX_FEATURES, "too many features");
    Map<String, SitePolicy.Feature> features = new HashMap<>();
    for (var rule : policy.getFeaturesList()) {
      Fields.require(isFeature(rule.getId()), "a feature's id is none");
      SitePolicy.Feature held = rule.getOn() ? SitePolicy.Feature.ON : SitePolicy.Feature.OFF;
      Fields.require(features.put(rule.getId(), held) == null, "a feature stands twice");
    }
    return features;
  }

  private static Duration days(int days, Duration otherwise) throws InvalidStatementException {
    Fields.require(days >= 0 && days <= MAX_DAYS, "a number of days is out of range");
    return days == 0 ? otherwise : Duration.ofDays(days);
  }

  private static List<Bytes> signers(List<ByteString> fields) throws InvalidStatementException {
    Fields.require(fields.size() <= MAX_SIGNERS, "too many plugin signers");
    List<Bytes> signers = new ArrayList<>();
    for (ByteString field : fields) {
      signers.add(Fields.exactly(Sha256.SIZE, field, "a plugin signer"));
    }
    return signers;
  }

  private static org.conclave.proto.org.v1.SitePolicy parse(Bytes payload)
      throws InvalidStatementException {
    try {
      return org.conclave.proto.org.v1.SitePolicy.parseFrom(payload.asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw new InvalidStatementException(Fault.MALFORMED, "the policy cannot be parsed");
    }
  }
}
