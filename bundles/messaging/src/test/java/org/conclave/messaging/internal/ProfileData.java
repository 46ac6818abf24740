package org.conclave.messaging.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.KeyPackage;
import org.conclave.api.engine.RowKey;
import org.conclave.api.engine.TreeSegment;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.GroupHead;
import org.conclave.api.storage.GroupMember;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.StoredEnvelope;

/** What is in a profile. Values are immutable, so that a copy of the maps is a copy of it all. */
final class ProfileData {
  /** Names a row of part R. */
  record StateRow(GroupId group, StateId state, RowKey key) {}

  final Map<String, Bytes> keyValues = new LinkedHashMap<>();
  final Map<GroupId, Conversation> conversations = new LinkedHashMap<>();
  final Map<GroupId, List<Message>> messages = new LinkedHashMap<>();
  final Map<GroupId, GroupHead> heads = new LinkedHashMap<>();
  final Map<GroupId, Map<StateId, StateSnapshot>> states = new LinkedHashMap<>();
  final Map<StateId, Bytes> secrets = new LinkedHashMap<>();
  final Map<StateRow, Bytes> rows = new LinkedHashMap<>();
  final Map<Bytes, TreeSegment> trees = new LinkedHashMap<>();
  final Map<GroupId, TreeMap<Integer, GroupMember>> members = new LinkedHashMap<>();
  final Map<EnvelopeId, StoredEnvelope> envelopes = new LinkedHashMap<>();
  final Map<Long, OutboxRow> outbox = new LinkedHashMap<>();
  final Map<Bytes, KeyPackage> keyPackages = new LinkedHashMap<>();
  final List<Bytes> taken = new ArrayList<>();
  long nextRow = 1;

  ProfileData copy() {
    ProfileData copy = new ProfileData();
    copy.keyValues.putAll(keyValues);
    copy.conversations.putAll(conversations);
    messages.forEach((group, list) -> copy.messages.put(group, new ArrayList<>(list)));
    copy.heads.putAll(heads);
    states.forEach((group, map) -> copy.states.put(group, new LinkedHashMap<>(map)));
    copy.secrets.putAll(secrets);
    copy.rows.putAll(rows);
    copy.trees.putAll(trees);
    members.forEach((group, map) -> copy.members.put(group, new TreeMap<>(map)));
    copy.envelopes.putAll(envelopes);
    copy.outbox.putAll(outbox);
    copy.keyPackages.putAll(keyPackages);
    copy.taken.addAll(taken);
    copy.nextRow = nextRow;
    return copy;
  }

  List<String> dump() {
    List<String> lines = new ArrayList<>();
    keyValues.forEach((key, value) -> lines.add("value " + key + " " + value.toHex()));
    conversations.values().forEach(value -> lines.add(value.toString()));
    messages.values().forEach(list -> list.forEach(value -> lines.add(value.toString())));
    heads.forEach((group, head) -> lines.add("head " + group + head));
    states.forEach((group, map) -> map.keySet().forEach(id -> lines.add("state " + id)));
    secrets.forEach((state, secret) -> lines.add("secret " + state + secret.toHex()));
    rows.forEach((key, row) -> lines.add("row " + key + row.toHex()));
    trees.keySet().forEach(hash -> lines.add("tree " + hash.toHex()));
    members.forEach((group, map) -> map.values().forEach(value -> lines.add(value.toString())));
    envelopes.values().forEach(value -> lines.add(value.id().toHex() + value.status()));
    outbox.values().forEach(value -> lines.add(value.toString()));
    keyPackages.keySet().forEach(reference -> lines.add("key package " + reference.toHex()));
    taken.forEach(reference -> lines.add("taken " + reference.toHex()));
    return lines;
  }

  /** Secrets are kept as plain bytes, since whoever reads one may wipe what he was given. */
  static Bytes plain(SecretBytes secret) {
    return Bytes.wrap(secret.toByteArray());
  }

  static SecretBytes secret(Bytes plain) {
    return SecretBytes.wrap(plain.toByteArray());
  }
}
