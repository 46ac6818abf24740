package org.conclave.mls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A member of a group by any implementation, as {@link MixedHistory} needs it. */
interface Party {
  /** The identity of its credential. */
  String name();

  /** A key package by which it can join, once. */
  byte[] keyPackage() throws Exception;

  /** Starts a group of one. */
  void found(byte[] groupId) throws Exception;

  void join(byte[] welcome) throws Exception;

  /**
   * Commits what was heard and proposed, and what is given by value, and goes on to the next epoch.
   */
  Made commit(List<byte[]> keyPackages, List<Integer> leaves) throws Exception;

  /** Applies a commit of another. */
  void follow(byte[] commit) throws Exception;

  /**
   * The signed GroupInfo of the present epoch, by which one can join, with the tree.
   *
   * @param bareKey whether the key of external_pub stands there without its length
   */
  byte[] groupInfo(boolean bareKey) throws Exception;

  /** Whether this implementation reads the key of external_pub without its length. */
  default boolean readsBareKey() {
    return false;
  }

  /**
   * Joins by a commit of its own, which is returned. Whatever it knew of the group is lost.
   *
   * @param formerLeaf which it removes; null where it comes for the first time
   */
  byte[] joinAlone(byte[] groupInfo, @Nullable Integer formerLeaf) throws Exception;

  /**
   * Whether it takes an external commit that removes one leaf and lands on another, further left.
   */
  default boolean findsOneWhoMoved() {
    return true;
  }

  byte[] proposeRemove(int leaf) throws Exception;

  /** Takes in a proposal of another. */
  void hear(byte[] proposal) throws Exception;

  byte[] send(String text) throws Exception;

  String read(byte[] message) throws Exception;

  byte[] authenticator() throws Exception;

  /**
   * A commit.
   *
   * @param welcome null where it adds nobody
   */
  record Made(byte[] commit, byte @Nullable [] welcome) {}
}
