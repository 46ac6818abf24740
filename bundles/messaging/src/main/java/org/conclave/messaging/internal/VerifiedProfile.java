package org.conclave.messaging.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.GroupExtension;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.UserId;
import org.conclave.proto.wire.v1.GroupProfile;

/**
 * A GroupProfile that holds to its bounds: what the group is called, and who may change it. MLS
 * authenticates it as part of the GroupContext.
 *
 * @param administrators at least one
 * @param createdAt whole seconds
 */
record VerifiedProfile(
    String name, Set<UserId> administrators, Instant createdAt, OrganisationId organisation) {
  private static final int LARGEST = 64 * 1024;
  private static final int MOST_ADMINISTRATORS = 1_000;

  /** The end of the year 9999, the last that everybody can print. */
  private static final long LATEST = 253_402_300_799L;

  VerifiedProfile {
    administrators = Set.copyOf(administrators);
  }

  /** Empty where the profile is missing, is there twice, or breaks a bound. */
  static Optional<VerifiedProfile> of(List<GroupExtension> extensions) {
    List<GroupExtension> found =
        extensions.stream().filter(e -> e.type() == GroupExtension.GROUP_PROFILE).toList();
    return found.size() == 1 ? decode(found.get(0).data()) : Optional.empty();
  }

  static Optional<VerifiedProfile> decode(Bytes data) {
    if (data.size() > LARGEST) {
      return Optional.empty();
    }
    try {
      GroupProfile profile = GroupProfile.parseFrom(data.asByteBuffer());
      if (!Names.valid(profile.getName())
          || profile.getOrgId().size() != OrganisationId.SIZE
          || profile.getCreatedAt() < 0
          || profile.getCreatedAt() > LATEST) {
        return Optional.empty();
      }
      return administrators(profile.getAdministratorsList())
          .map(
              users ->
                  new VerifiedProfile(
                      profile.getName(),
                      users,
                      Instant.ofEpochSecond(profile.getCreatedAt()),
                      new OrganisationId(ProtoBytes.from(profile.getOrgId()))));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private static Optional<Set<UserId>> administrators(List<ByteString> ids) {
    if (ids.isEmpty() || ids.size() > MOST_ADMINISTRATORS) {
      return Optional.empty();
    }
    Set<UserId> users = new LinkedHashSet<>();
    for (ByteString id : ids) {
      if (id.size() != UserId.SIZE || !users.add(new UserId(ProtoBytes.from(id)))) {
        return Optional.empty();
      }
    }
    return Optional.of(users);
  }

  Bytes encode() {
    GroupProfile.Builder profile =
        GroupProfile.newBuilder()
            .setName(name)
            .setCreatedAt(createdAt.getEpochSecond())
            .setOrgId(ProtoBytes.of(organisation.value()));
    administrators.stream()
        .map(UserId::value)
        .sorted()
        .forEach(id -> profile.addAdministrators(ProtoBytes.of(id)));
    return Bytes.wrap(profile.build().toByteArray());
  }

  GroupExtension extension() {
    return new GroupExtension(GroupExtension.GROUP_PROFILE, encode());
  }
}
