package org.conclave.messaging.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.BatchOutcome;
import org.conclave.api.engine.CommitOutcome;
import org.conclave.api.engine.CommitProposals;
import org.conclave.api.engine.CryptoEngine;
import org.conclave.api.engine.EncryptOutcome;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.EpochSummary;
import org.conclave.api.engine.GroupExtension;
import org.conclave.api.engine.GroupStateView;
import org.conclave.api.engine.ImportOutcome;
import org.conclave.api.engine.JoinOutcome;
import org.conclave.api.engine.KeyPackage;
import org.conclave.api.engine.KeyPackageInspection;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.engine.MemberChange;
import org.conclave.api.engine.NewState;
import org.conclave.api.engine.ProcessOutcome;
import org.conclave.api.engine.ProgressListener;
import org.conclave.api.engine.Rejection;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.engine.RowKey;
import org.conclave.api.engine.SignatureKeyPair;
import org.conclave.api.engine.Signer;
import org.conclave.api.engine.TreeSegment;
import org.conclave.api.identity.GroupId;

/**
 * A model of MLS as seen from the host: epochs chained by secrets, one ratchet a leaf and kind with
 * generations that are spent, messages authenticated under the epoch's secret. It hides nothing,
 * and is as strict as the real one about which state a message belongs to and what was used before.
 */
final class FakeEngine implements CryptoEngine {
  private static final int APPLICATION = 1;
  private static final int COMMIT = 2;
  private static final int WELCOME = 3;
  private static final int KEY_PACKAGE = 4;
  private static final int FORWARD_LIMIT = 1_000;

  private final SecureRandom random = new SecureRandom();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger batches = new AtomicInteger();
  private volatile int deaths;

  /** How often many messages were opened in one call. */
  int batches() {
    return batches.get();
  }

  /** The next {@code calls} calls do their work and die before they answer. */
  void die(int times) {
    deaths = times;
  }

  int calls() {
    return calls.get();
  }

  private synchronized <T> T answer(T answer) throws EngineException {
    calls.incrementAndGet();
    if (deaths > 0) {
      deaths--;
      throw new EngineException(EngineException.Reason.UNAVAILABLE, "the engine was killed");
    }
    return answer;
  }

  /** Part E. */
  private record Epoch(
      GroupId group, long number, int ownLeaf, Bytes tree, List<GroupExtension> extensions) {}

  /** A leaf. */
  private record Leaf(Bytes credential, Bytes signatureKey) {}

  /** A protected message. */
  private record Frame(
      int type,
      GroupId group,
      long epoch,
      int leaf,
      int generation,
      Bytes authenticatedData,
      Bytes body,
      Bytes tag) {}

  @Override
  public SignatureKeyPair createIdentity() throws EngineException {
    return answer(identity());
  }

  static SignatureKeyPair identity() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] spki = pair.getPublic().getEncoded();
      byte[] pkcs8 = pair.getPrivate().getEncoded();
      return new SignatureKeyPair(
          Bytes.wrap(Arrays.copyOfRange(spki, spki.length - 32, spki.length)),
          SecretBytes.wrap(Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public KeyPackage createKeyPackage(Signer signer, Lifetime lifetime, boolean lastResort)
      throws EngineException {
    Bytes reference = random(16);
    Bytes message =
        write(
            out -> {
              out.writeByte(KEY_PACKAGE);
              bytes(out, reference);
              bytes(out, signer.credential());
              bytes(out, signer.keys().publicKey());
              out.writeBoolean(lastResort);
              out.writeLong(lifetime.notBefore().getEpochSecond());
              out.writeLong(lifetime.notAfter().getEpochSecond());
            });
    return answer(
        new KeyPackage(
            reference, message, SecretBytes.wrap(reference.toByteArray()), lastResort, lifetime));
  }

  @Override
  public KeyPackageInspection inspectKeyPackage(Bytes keyPackage, Instant now)
      throws EngineException {
    Optional<KeyPackageInspection.Valid> valid = inspect(keyPackage);
    boolean current =
        valid.isPresent()
            && !now.isBefore(valid.get().lifetime().notBefore())
            && !now.isAfter(valid.get().lifetime().notAfter());
    return answer(
        current
            ? valid.get()
            : new KeyPackageInspection.Invalid(rejection(Rejection.Code.INVALID)));
  }

  private static Optional<KeyPackageInspection.Valid> inspect(Bytes keyPackage) {
    try (DataInputStream in = open(keyPackage)) {
      if (in.readByte() != KEY_PACKAGE) {
        return Optional.empty();
      }
      Bytes reference = bytes(in);
      Bytes credential = bytes(in);
      Bytes key = bytes(in);
      boolean lastResort = in.readBoolean();
      Lifetime lifetime =
          new Lifetime(Instant.ofEpochSecond(in.readLong()), Instant.ofEpochSecond(in.readLong()));
      return Optional.of(
          new KeyPackageInspection.Valid(reference, credential, key, lifetime, lastResort));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public NewState createGroup(
      GroupId group, Signer signer, Lifetime lifetime, List<GroupExtension> extensions)
      throws EngineException {
    TreeMap<Integer, Leaf> tree = new TreeMap<>();
    tree.put(0, new Leaf(signer.credential(), signer.keys().publicKey()));
    return answer(state(group, 0, 0, tree, extensions, random(32), all(tree), Optional.empty()));
  }

  private static List<MemberChange> all(TreeMap<Integer, Leaf> tree) {
    return tree.entrySet().stream()
        .map(
            leaf ->
                new MemberChange(
                    MemberChange.Change.ADDED,
                    leaf.getKey(),
                    leaf.getValue().credential(),
                    leaf.getValue().signatureKey()))
        .toList();
  }

  private static NewState state(
      GroupId group,
      long epoch,
      int ownLeaf,
      TreeMap<Integer, Leaf> tree,
      List<GroupExtension> extensions,
      Bytes secret,
      List<MemberChange> changes,
      Optional<Bytes> previousSecret) {
    Bytes encodedTree = encode(tree);
    List<Row> rows = new ArrayList<>();
    for (int leaf : tree.keySet()) {
      rows.add(row(new RowKey(leaf, RowKey.Kind.APPLICATION), 0, List.of()));
      rows.add(row(new RowKey(leaf, RowKey.Kind.HANDSHAKE), 0, List.of()));
    }
    return new NewState(
        encode(new Epoch(group, epoch, ownLeaf, sha256(encodedTree), extensions)),
        SecretBytes.wrap(Bytes.copyOf(new byte[] {0}).concat(secret).toByteArray()),
        rows,
        sha256(encodedTree),
        Optional.of(new TreeSegment(sha256(encodedTree), Bytes.EMPTY, encodedTree)),
        previousSecret.map(
            old -> SecretBytes.wrap(Bytes.copyOf(new byte[] {1}).concat(old).toByteArray())),
        new EpochSummary(group, epoch, sha256(secret), ownLeaf, tree.size(), changes, extensions));
  }

  @Override
  public CommitOutcome commit(
      GroupStateView state,
      Signer signer,
      CommitProposals proposals,
      Bytes authenticatedData,
      Instant now)
      throws EngineException {
    Bytes body =
        write(
            out -> {
              out.writeInt(proposals.add().size());
              for (Bytes keyPackage : proposals.add()) {
                bytes(out, keyPackage);
              }
              out.writeInt(proposals.remove().size());
              for (int leaf : proposals.remove()) {
                out.writeInt(leaf);
              }
              Optional<List<GroupExtension>> extensions = proposals.extensions();
              out.writeBoolean(extensions.isPresent());
              if (extensions.isPresent()) {
                write(out, extensions.get());
              }
              bytes(out, random(16));
            });
    Sealed sealed = seal(state, COMMIT, body, authenticatedData);
    Optional<NewState> next = apply(state, sealed.message(), body);
    if (next.isEmpty()) {
      return answer(new CommitOutcome.Refused(rejection(Rejection.Code.INVALID)));
    }
    Optional<Bytes> welcome = Optional.empty();
    if (!proposals.add().isEmpty()) {
      welcome = Optional.of(welcome(state, proposals, next.get()));
    }
    return answer(
        new CommitOutcome.Created(sealed.message(), welcome, next.get(), sealed.consumed()));
  }

  private Bytes welcome(GroupStateView before, CommitProposals proposals, NewState next)
      throws EngineException {
    Epoch epoch = epoch(next.epoch());
    TreeMap<Integer, Leaf> tree = tree(next.tree().orElseThrow().data());
    return write(
        out -> {
          out.writeByte(WELCOME);
          bytes(out, next.epoch());
          bytes(out, next.tree().orElseThrow().data());
          bytes(out, Bytes.wrap(next.secrets().toByteArray()).slice(1, 33));
          out.writeInt(epoch.ownLeaf());
          out.writeInt(proposals.add().size());
          for (Bytes keyPackage : proposals.add()) {
            KeyPackageInspection.Valid valid = inspect(keyPackage).orElseThrow();
            bytes(out, valid.reference());
            out.writeInt(
                tree.entrySet().stream()
                    .filter(leaf -> leaf.getValue().credential().equals(valid.credential()))
                    .findFirst()
                    .orElseThrow()
                    .getKey());
          }
        });
  }

  /** The state after a commit; empty if a proposal is not valid. */
  private static Optional<NewState> apply(GroupStateView state, Bytes message, Bytes body) {
    Epoch epoch = epoch(state.epoch());
    TreeMap<Integer, Leaf> tree = tree(state.tree().get(0).data());
    List<GroupExtension> extensions = epoch.extensions();
    List<MemberChange> changes = new ArrayList<>();
    try (DataInputStream in = open(body)) {
      List<Bytes> add = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        add.add(bytes(in));
      }
      for (int left = in.readInt(); left > 0; left--) {
        int index = in.readInt();
        Leaf leaf = tree.remove(index);
        if (leaf == null) {
          return Optional.empty();
        }
        changes.add(
            new MemberChange(
                MemberChange.Change.REMOVED, index, leaf.credential(), leaf.signatureKey()));
      }
      if (in.readBoolean()) {
        extensions = extensions(in);
      }
      for (Bytes keyPackage : add) {
        Optional<KeyPackageInspection.Valid> valid = inspect(keyPackage);
        if (valid.isEmpty()) {
          return Optional.empty();
        }
        int free = 0;
        while (tree.containsKey(free)) {
          free++;
        }
        Leaf leaf = new Leaf(valid.get().credential(), valid.get().signatureKey());
        tree.put(free, leaf);
        changes.add(
            new MemberChange(
                MemberChange.Change.ADDED, free, leaf.credential(), leaf.signatureKey()));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    Bytes secret = secret(state);
    return Optional.of(
        state(
            epoch.group(),
            epoch.number() + 1,
            epoch.ownLeaf(),
            tree,
            extensions,
            sha256(secret.concat(message)),
            changes,
            Optional.of(secret)));
  }

  @Override
  public JoinOutcome join(Bytes welcome, Signer signer, List<KeyPackage> keyPackages, Instant now)
      throws EngineException {
    try (DataInputStream in = open(welcome)) {
      if (in.readByte() != WELCOME) {
        return answer(new JoinOutcome.Refused(rejection(Rejection.Code.MALFORMED)));
      }
      Epoch epoch = epoch(bytes(in));
      TreeMap<Integer, Leaf> tree = tree(bytes(in));
      Bytes secret = bytes(in);
      int inviter = in.readInt();
      for (int left = in.readInt(); left > 0; left--) {
        Bytes reference = bytes(in);
        int leaf = in.readInt();
        if (keyPackages.stream().anyMatch(own -> own.reference().equals(reference))) {
          return answer(
              new JoinOutcome.Joined(
                  state(
                      epoch.group(),
                      epoch.number(),
                      leaf,
                      tree,
                      epoch.extensions(),
                      secret,
                      all(tree),
                      Optional.empty()),
                  reference,
                  inviter));
        }
      }
      return answer(new JoinOutcome.Refused(rejection(Rejection.Code.NOT_FOR_US)));
    } catch (IOException | UncheckedIOException e) {
      return answer(new JoinOutcome.Refused(rejection(Rejection.Code.MALFORMED)));
    }
  }

  @Override
  public EncryptOutcome encrypt(
      GroupStateView state, Signer signer, Bytes content, Bytes authenticatedData)
      throws EngineException {
    Sealed sealed = seal(state, APPLICATION, content, authenticatedData);
    return answer(
        new EncryptOutcome.Encrypted(sealed.message(), sealed.generation(), sealed.consumed()));
  }

  private record Sealed(Bytes message, int generation, RowChanges consumed) {}

  private Sealed seal(GroupStateView state, int type, Bytes body, Bytes authenticatedData)
      throws EngineException {
    Epoch epoch = epoch(state.epoch());
    if (state.secrets().toByteArray()[0] != 0) {
      throw new EngineException(EngineException.Reason.MISUSE, "the state is retired");
    }
    RowKey key =
        new RowKey(
            epoch.ownLeaf(), type == COMMIT ? RowKey.Kind.HANDSHAKE : RowKey.Kind.APPLICATION);
    Ratchet ratchet = ratchet(state, key);
    Bytes plain =
        write(
            out -> {
              out.writeByte(type);
              bytes(out, epoch.group().value());
              out.writeLong(epoch.number());
              out.writeInt(epoch.ownLeaf());
              out.writeInt(ratchet.next());
              bytes(out, authenticatedData);
              bytes(out, body);
              bytes(out, random(4));
            });
    Bytes message = plain.concat(sha256(secret(state).concat(plain)));
    RowChanges consumed =
        new RowChanges(List.of(row(key, ratchet.next() + 1, ratchet.skipped())), List.of());
    return new Sealed(message, ratchet.next(), consumed);
  }

  @Override
  public ProcessOutcome process(GroupStateView state, Signer signer, Bytes message, Instant now)
      throws EngineException {
    Optional<Frame> parsed = frame(message);
    Epoch epoch = epoch(state.epoch());
    if (parsed.isEmpty() || !parsed.get().group().equals(epoch.group())) {
      return refused(Rejection.Code.MALFORMED);
    }
    Frame frame = parsed.get();
    if (frame.epoch() != epoch.number()) {
      return answer(new ProcessOutcome.WrongEpoch(frame.epoch(), epoch.number()));
    }
    Bytes plain = message.slice(0, message.size() - 32);
    if (!sha256(secret(state).concat(plain)).equals(frame.tag())) {
      return refused(Rejection.Code.DECRYPTION_FAILED);
    }
    TreeMap<Integer, Leaf> tree = tree(state.tree().get(0).data());
    if (frame.leaf() == epoch.ownLeaf() || !tree.containsKey(frame.leaf())) {
      return refused(Rejection.Code.INVALID);
    }
    RowKey key =
        new RowKey(
            frame.leaf(), frame.type() == COMMIT ? RowKey.Kind.HANDSHAKE : RowKey.Kind.APPLICATION);
    Ratchet ratchet = ratchet(state, key);
    TreeSet<Integer> skipped = new TreeSet<>(ratchet.skipped());
    if (frame.generation() < ratchet.next() && !skipped.remove(frame.generation())) {
      return refused(Rejection.Code.REPLAYED);
    }
    if (frame.generation() > ratchet.next() + FORWARD_LIMIT) {
      return refused(Rejection.Code.TOO_FAR_AHEAD);
    }
    for (int generation = ratchet.next(); generation < frame.generation(); generation++) {
      skipped.add(generation);
    }
    int next = Math.max(ratchet.next(), frame.generation() + 1);
    RowChanges consumed = new RowChanges(List.of(row(key, next, skipped)), List.of());
    Bytes credential = tree.get(frame.leaf()).credential();
    if (frame.type() == APPLICATION) {
      return answer(
          new ProcessOutcome.Application(
              frame.leaf(),
              credential,
              frame.generation(),
              frame.body(),
              frame.authenticatedData(),
              consumed));
    }
    Optional<NewState> after = apply(state, message, frame.body());
    if (after.isEmpty()) {
      return refused(Rejection.Code.INVALID);
    }
    boolean removed = !tree(after.get().tree().orElseThrow().data()).containsKey(epoch.ownLeaf());
    return answer(
        new ProcessOutcome.Commit(
            frame.leaf(),
            credential,
            frame.authenticatedData(),
            removed ? Optional.empty() : after,
            consumed));
  }

  @Override
  public BatchOutcome processAll(
      GroupStateView state, Signer signer, List<Bytes> messages, Instant now)
      throws EngineException {
    batches.incrementAndGet();
    ChangedRows changed = new ChangedRows(state);
    List<ProcessOutcome> outcomes = new ArrayList<>();
    for (Bytes message : messages) {
      ProcessOutcome outcome = process(changed, signer, message, now);
      outcomes.add(changed.take(outcome));
      if (outcome instanceof ProcessOutcome.Commit) {
        break;
      }
    }
    return new BatchOutcome(outcomes, changed.changes(), state.pending());
  }

  @Override
  public Bytes exportIdentity(
      SecretBytes payload, SecretBytes passphrase, ProgressListener progress) {
    throw notMessagings();
  }

  @Override
  public ImportOutcome importIdentity(
      Bytes backup, SecretBytes passphrase, ProgressListener progress) {
    throw notMessagings();
  }

  private static UnsupportedOperationException notMessagings() {
    return new UnsupportedOperationException("messaging makes no such call");
  }

  private ProcessOutcome refused(Rejection.Code code) throws EngineException {
    return answer(new ProcessOutcome.Refused(rejection(code)));
  }

  private static Rejection rejection(Rejection.Code code) {
    return new Rejection(code, "RFC 9420", "model");
  }

  /** "epoch/leaf/generation" of an application message. */
  static String place(Bytes message) {
    Frame frame = frame(message).orElseThrow();
    return frame.epoch() + "/" + frame.leaf() + "/" + frame.generation();
  }

  private static Optional<Frame> frame(Bytes message) {
    if (message.size() <= 32) {
      return Optional.empty();
    }
    try (DataInputStream in = open(message)) {
      int type = in.readByte();
      if (type != APPLICATION && type != COMMIT) {
        return Optional.empty();
      }
      Bytes group = bytes(in);
      return group.size() != GroupId.SIZE
          ? Optional.empty()
          : Optional.of(
              new Frame(
                  type,
                  new GroupId(group),
                  in.readLong(),
                  in.readInt(),
                  in.readInt(),
                  bytes(in),
                  bytes(in),
                  message.slice(message.size() - 32, message.size())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private record Ratchet(int next, List<Integer> skipped) {}

  private static Ratchet ratchet(GroupStateView state, RowKey key) throws EngineException {
    Optional<Row> row =
        state.likelyRows().stream().filter(likely -> likely.key().equals(key)).findFirst();
    if (row.isEmpty()) {
      row = state.rows(List.of(key)).stream().findFirst();
    }
    if (row.isEmpty()) {
      throw new EngineException(EngineException.Reason.MISUSE, "a ratchet is missing");
    }
    try (DataInputStream in = open(Bytes.wrap(row.get().data().toByteArray()))) {
      int next = in.readInt();
      List<Integer> skipped = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        skipped.add(in.readInt());
      }
      return new Ratchet(next, skipped);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(RowKey key, int next, Iterable<Integer> skipped) {
    List<Integer> list = new ArrayList<>();
    skipped.forEach(list::add);
    return new Row(
        key,
        SecretBytes.wrap(
            write(
                    out -> {
                      out.writeInt(next);
                      out.writeInt(list.size());
                      for (int generation : list) {
                        out.writeInt(generation);
                      }
                    })
                .toByteArray()));
  }

  private static Bytes secret(GroupStateView state) {
    return Bytes.wrap(state.secrets().toByteArray()).slice(1, 33);
  }

  private static Bytes encode(Epoch epoch) {
    return write(
        out -> {
          bytes(out, epoch.group().value());
          out.writeLong(epoch.number());
          out.writeInt(epoch.ownLeaf());
          bytes(out, epoch.tree());
          write(out, epoch.extensions());
        });
  }

  private static Epoch epoch(Bytes encoded) {
    try (DataInputStream in = open(encoded)) {
      return new Epoch(
          new GroupId(bytes(in)), in.readLong(), in.readInt(), bytes(in), extensions(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Bytes encode(TreeMap<Integer, Leaf> tree) {
    return write(
        out -> {
          out.writeInt(tree.size());
          for (Map.Entry<Integer, Leaf> leaf : tree.entrySet()) {
            out.writeInt(leaf.getKey());
            bytes(out, leaf.getValue().credential());
            bytes(out, leaf.getValue().signatureKey());
          }
        });
  }

  private static TreeMap<Integer, Leaf> tree(Bytes encoded) {
    try (DataInputStream in = open(encoded)) {
      TreeMap<Integer, Leaf> tree = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        tree.put(in.readInt(), new Leaf(bytes(in), bytes(in)));
      }
      return tree;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(DataOutputStream out, List<GroupExtension> extensions)
      throws IOException {
    out.writeInt(extensions.size());
    for (GroupExtension extension : extensions) {
      out.writeInt(extension.type());
      bytes(out, extension.data());
    }
  }

  private static List<GroupExtension> extensions(DataInputStream in) throws IOException {
    List<GroupExtension> extensions = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      extensions.add(new GroupExtension(in.readInt(), bytes(in)));
    }
    return extensions;
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static Bytes write(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  private static DataInputStream open(Bytes bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
  }

  private static void bytes(DataOutputStream out, Bytes bytes) throws IOException {
    out.writeInt(bytes.size());
    out.write(bytes.toByteArray());
  }

  private static Bytes bytes(DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > in.available()) {
      throw new IOException("cut off");
    }
    return Bytes.wrap(in.readNBytes(size));
  }

  private Bytes random(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  static Bytes sha256(Bytes input) {
    try {
      return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(input.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
