package org.conclave.networking.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.organisation.Member;

/** An organisation's devices on loopback. */
final class TestNetwork implements AutoCloseable {
  private final Map<DeviceId, Member> certified = new ConcurrentHashMap<>();
  private final List<TestNode> nodes = new ArrayList<>();

  /** A member whom no ledger knows yet, its own included. */
  TestNode newcomer(String name) {
    Member member = TestData.member(name);
    certified.put(TestData.device(name), member);
    TestNode node = new TestNode(name, certified);
    node.ledger.add(member);
    nodes.add(node);
    return node;
  }

  /** Members who are in one another's ledgers. */
  List<TestNode> members(String... names) {
    List<TestNode> members = new ArrayList<>();
    for (String name : names) {
      members.add(newcomer(name));
    }
    for (TestNode one : members) {
      for (TestNode other : members) {
        one.ledger.add(TestData.member(other.name));
      }
    }
    return members;
  }

  /** Somebody with a device and a certificate that is worth nothing. */
  TestNode stranger(String name) {
    TestNode node = new TestNode(name, new ConcurrentHashMap<>(certified));
    nodes.add(node);
    return node;
  }

  /** A group in which these are from the epoch on, on each of their devices. */
  static GroupId group(String name, long epoch, List<TestNode> members) {
    GroupId group = TestData.group(name);
    for (TestNode member : members) {
      member.storage.putGroup(group, members.stream().map(TestNode::user).toList(), epoch);
    }
    return group;
  }

  @Override
  public void close() {
    nodes.forEach(TestNode::close);
  }
}
