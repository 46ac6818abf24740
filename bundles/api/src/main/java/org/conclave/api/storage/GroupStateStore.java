package org.conclave.api.storage;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.engine.RowKey;
import org.conclave.api.engine.TreeSegment;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * MLS state, part by part. Every transaction that changes a group's state calls {@link #advance}
 * with the version that its work was based on, so that two encryptions can never start from one
 * state.
 */
@ProviderType
public interface GroupStateStore {
  Optional<GroupHead> head(GroupId group) throws StorageException;

  /** A group this device has just created or joined, at version 1, with the tip {@code state}. */
  void create(
      GroupId group,
      StateSnapshot state,
      List<Row> rows,
      TreeSegment tree,
      Collection<GroupMember> members)
      throws StorageException;

  /**
   * Compare-and-set: the tip becomes {@code tip} (often unchanged) and the version grows by one.
   *
   * @return the new head
   * @throws StorageException STALE_STATE if the version is no longer {@code expectedVersion}
   */
  GroupHead advance(GroupId group, long expectedVersion, StateId tip) throws StorageException;

  void putSnapshot(GroupId group, StateSnapshot state) throws StorageException;

  Optional<StateSnapshot> snapshot(GroupId group, StateId state) throws StorageException;

  /** Newest epoch first. */
  List<StateId> states(GroupId group) throws StorageException;

  /** Replaces part S, e.g. by its retired form. The old one is overwritten on disk. */
  void replaceSecrets(GroupId group, StateId state, SecretBytes secrets) throws StorageException;

  void replacePending(GroupId group, StateId state, Bytes pending) throws StorageException;

  /** Drops a state with its rows, and tree segments that no other state needs. */
  void deleteState(GroupId group, StateId state) throws StorageException;

  List<Row> rows(GroupId group, StateId state, Collection<RowKey> keys) throws StorageException;

  void change(GroupId group, StateId state, RowChanges changes) throws StorageException;

  void putTree(GroupId group, TreeSegment segment) throws StorageException;

  /** The segments that rebuild the tree, a full one first; empty if it is not known. */
  List<TreeSegment> tree(GroupId group, Bytes treeHash) throws StorageException;

  /** The roster of the tip, by leaf. */
  List<GroupMember> members(GroupId group) throws StorageException;

  void putMember(GroupId group, GroupMember member) throws StorageException;

  void removeMember(GroupId group, int leaf) throws StorageException;
}
