package org.conclave.mls.schedule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.rule.StateMismatchException;
import org.conclave.mls.schedule.RowKey.Kind;
import org.conclave.mls.tree.TreeMath;
import org.jspecify.annotations.Nullable;

/**
 * The secret tree of one epoch as far as its rows were given, RFC 9420 section 9.
 *
 * <p>Holds the frontier only: a node's secret is deleted once its children's are derived, and a
 * leaf's once its two ratchets are. Collects what changed; whoever called decides whether it
 * counts. Not thread safe.
 */
public final class SecretTree {
  private static final byte[] LEFT = "left".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] RIGHT = "right".getBytes(StandardCharsets.US_ASCII);

  private final CipherSuite suite;
  private final int width;
  private final RatchetLimits limits;
  private final Map<RowKey, byte[]> rows = new LinkedHashMap<>();
  private final Map<RowKey, byte[]> put = new LinkedHashMap<>();
  private final Set<RowKey> deleted = new LinkedHashSet<>();

  /**
   * @param width how many leaves the ratchet tree of the epoch has room for
   * @param given those rows of the epoch that the caller brought
   */
  public SecretTree(CipherSuite suite, int width, List<Row> given, RatchetLimits limits) {
    this.suite = suite;
    this.width = width;
    this.limits = limits;
    given.forEach(row -> rows.put(row.key(), row.data()));
  }

  /** The one row that an epoch starts with. */
  public static List<Row> rootRow(int width, Secret encryptionSecret) {
    return List.of(
        new Row(
            new RowKey(TreeMath.root(width), Kind.TREE_NODE), encryptionSecret.expose().clone()));
  }

  /**
   * The rows of which one is needed to use a ratchet: the ratchet's own, or else the frontier node
   * above it.
   */
  public static List<RowKey> rowsFor(int leaf, Kind kind, int width) {
    List<RowKey> keys = new ArrayList<>();
    keys.add(new RowKey(leaf, kind));
    int root = TreeMath.root(width);
    for (int node = TreeMath.nodeOf(leaf); ; node = TreeMath.parent(node)) {
      keys.add(new RowKey(node, Kind.TREE_NODE));
      if (node == root) {
        return keys;
      }
    }
  }

  /** A generation and its key. */
  public record MessageKey(int generation, KeyAndNonce keys) {}

  /**
   * The key for the next own message; nothing if the rows that it takes were not given.
   *
   * @throws StateMismatchException if the row that it takes is damaged
   */
  public Optional<MessageKey> takeNext(int leaf, Kind kind) {
    Ratchet ratchet = ratchet(leaf, kind);
    return ratchet == null
        ? Optional.empty()
        : Optional.of(store(leaf, kind, ratchet.takeNext(suite)));
  }

  /**
   * The key for a message that came; nothing if the rows that it takes were not given.
   *
   * @throws StateMismatchException if the row that it takes is damaged
   */
  public Optional<MessageKey> take(int leaf, Kind kind, int generation) throws RuleViolation {
    Ratchet ratchet = ratchet(leaf, kind);
    return ratchet == null
        ? Optional.empty()
        : Optional.of(store(leaf, kind, ratchet.take(suite, generation, limits)));
  }

  /** What was changed since the rows were given. */
  public RowChanges changes() {
    List<Row> rowsToPut = new ArrayList<>();
    put.forEach((key, data) -> rowsToPut.add(new Row(key, data)));
    return new RowChanges(List.copyOf(rowsToPut), List.copyOf(deleted));
  }

  private MessageKey store(int leaf, Kind kind, Ratchet.Taken taken) {
    put(new RowKey(leaf, kind), taken.after().encoded());
    return new MessageKey(taken.generation(), taken.keys());
  }

  private @Nullable Ratchet ratchet(int leaf, Kind kind) {
    RowKey key = new RowKey(leaf, kind);
    if (!rows.containsKey(key) && !descendTo(leaf)) {
      return null;
    }
    byte[] data = rows.get(key);
    return data == null ? null : stored(data);
  }

  /** A row that is damaged is the host's, so that no peer is to be blamed for it. */
  private Ratchet stored(byte[] data) {
    try {
      Ratchet ratchet = Ratchet.decode(data);
      if (ratchet.fits(suite)) {
        return ratchet;
      }
    } catch (RuleViolation e) {
      throw new StateMismatchException("a row of part R cannot be read", e);
    }
    throw new StateMismatchException("a row of part R is not of the group's cipher suite");
  }

  /**
   * Derives the leaf's ratchets from the frontier; false if no node of the frontier above it was
   * given.
   */
  private boolean descendTo(int leaf) {
    int target = TreeMath.nodeOf(leaf);
    int root = TreeMath.root(width);
    int node = target;
    while (!rows.containsKey(new RowKey(node, Kind.TREE_NODE))) {
      if (node == root) {
        return false;
      }
      node = TreeMath.parent(node);
    }
    requireNodeSecret(node);
    Secret secret = consume(node);
    while (node != target) {
      int left = TreeMath.left(node);
      int right = TreeMath.right(node);
      boolean goesLeft = TreeMath.covers(left, target);
      Secret taken =
          suite.expandWithLabel(secret, "tree", goesLeft ? LEFT : RIGHT, suite.secretLength());
      Secret kept =
          suite.expandWithLabel(secret, "tree", goesLeft ? RIGHT : LEFT, suite.secretLength());
      put(new RowKey(goesLeft ? right : left, Kind.TREE_NODE), kept.expose());
      secret.wipe();
      secret = taken;
      node = goesLeft ? left : right;
    }
    startRatchet(leaf, Kind.HANDSHAKE, "handshake", secret);
    startRatchet(leaf, Kind.APPLICATION, "application", secret);
    secret.wipe();
    return true;
  }

  private void startRatchet(int leaf, Kind kind, String label, Secret leafSecret) {
    Secret first = suite.expandWithLabel(leafSecret, label, new byte[0], suite.secretLength());
    put(new RowKey(leaf, kind), Ratchet.start(first).encoded());
  }

  /** Anybody can compute what an empty secret yields, and HMAC takes one. */
  private void requireNodeSecret(int node) {
    byte[] data = rows.get(new RowKey(node, Kind.TREE_NODE));
    if (data == null || data.length != suite.secretLength()) {
      throw new StateMismatchException("a row of part R is not of the group's cipher suite");
    }
  }

  private Secret consume(int node) {
    RowKey key = new RowKey(node, Kind.TREE_NODE);
    byte[] data = rows.remove(key);
    put.remove(key);
    deleted.add(key);
    return Secret.copyOf(data == null ? new byte[0] : data);
  }

  private void put(RowKey key, byte[] data) {
    rows.put(key, data);
    put.put(key, data);
  }
}
