package org.conclave.networking.internal;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.DeviceState;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Role;
import org.conclave.libp2p.crypto.HostKey;
import org.conclave.proto.wire.v1.Envelope;

/** Names, envelopes and waiting, for tests. */
final class TestData {
  static final OrganisationId ORGANISATION = new OrganisationId(sha256(Bytes.utf8("organisation")));

  private TestData() {}

  static Bytes sha256(Bytes bytes) {
    try {
      return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static UserId user(String name) {
    return new UserId(sha256(Bytes.utf8("user " + name)));
  }

  static GroupId group(String name) {
    return new GroupId(sha256(Bytes.utf8("group " + name)));
  }

  static HostKey key(String name) {
    return HostKey.ofSeed(sha256(Bytes.utf8("key " + name)).toByteArray());
  }

  static DeviceId device(String name) {
    return new DeviceId(Bytes.wrap(key(name).peerId().toBytes()));
  }

  static Member member(String name) {
    return new Member(
        user(name),
        name,
        Role.MEMBER,
        "",
        false,
        DeviceState.ACTIVE,
        Optional.of(device(name)),
        Optional.empty(),
        Optional.empty());
  }

  static Bytes envelope(GroupId group, long epoch, String text) {
    return Bytes.wrap(
        Envelope.newBuilder()
            .setGroupId(ByteString.copyFrom(group.value().toByteArray()))
            .setEpoch(epoch)
            .setClass_(Envelope.Class.APPLICATION)
            .setMessage(ByteString.copyFromUtf8(text))
            .build()
            .toByteArray());
  }

  /** Waits until it holds; what it waits for happens on other threads. */
  static void await(String what, BooleanSupplier condition) {
    await(what, Duration.ofSeconds(15), condition);
  }

  static void await(String what, Duration atMost, BooleanSupplier condition) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + atMost + ": " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }
}
