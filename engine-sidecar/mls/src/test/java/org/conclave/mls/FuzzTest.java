package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.tree.RatchetTree;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Feeds changed input to everything that takes input from peers. A bounded number with a fixed seed
 * in every build; with {@code -Dmls.fuzz=SECONDS} for so long each, with a new seed.
 *
 * <p>No exception but the declared ones, and no allocation beyond a constant and a multiple of the
 * input.
 */
class FuzzTest {
  private static final Corpus CORPUS = FuzzTargets.corpus();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** How long each target runs; 0 for the bounded number of every build. */
  private final long seconds = Long.getLong("mls.fuzz", 0);

  private final long seed = seconds > 0 ? System.nanoTime() : 9420;

  /** Changed input may name any suite, and what loading one allocates is not the input's doing. */
  @BeforeAll
  static void loadEverySuite() {
    MlsEngine engine = new MlsEngine();
    for (int suite : engine.cipherSuites()) {
      byte[] keyPackage = new Device("any", suite).keyPackage().keyPackage();
      assertThat(engine.inspectKeyPackage(keyPackage, Device.NOW))
          .isInstanceOf(KeyPackageSummary.class);
    }
  }

  @Test
  void everyDecoder() {
    fuzz("decode", CORPUS.structures(), FuzzTargets::decode, 30_000, new Allowance(100, 100_000));
  }

  @Test
  void everyDecoderOfState() {
    fuzz("state", CORPUS.states(), FuzzTargets::decodeState, 10_000, new Allowance(100, 100_000));
  }

  @Test
  void messagesFromAnywhere() {
    fuzz(
        "receive", CORPUS.messages(), FuzzTargets::receive, 3_000, new Allowance(1_000, 1_000_000));
  }

  @Test
  void whateverAMemberSays() {
    fuzz(
        "member",
        CORPUS.contents(),
        FuzzTargets::receiveFromMember,
        2_000,
        new Allowance(1_000, 1_000_000));
  }

  @Test
  void whateverTreeIsJoined() {
    fuzz("tree", CORPUS.trees(), FuzzTargets::joinTree, 1_000, new Allowance(1_000, 1_000_000));
  }

  @Test
  void whateverGroupInfoIsJoinedBy() {
    fuzz(
        "group info",
        FuzzTargets.groupInfos(),
        FuzzTargets::joinByGroupInfo,
        1_000,
        new Allowance(1_000, 1_000_000));
  }

  /** The dearest octets there are: each becomes a node with a hash of its own. */
  @Test
  void blankNodesCostNoMoreThanAMultipleOfTheirOctets() throws Exception {
    byte[] leaf =
        new TlsWriter()
            .u8(1)
            .u8(1)
            .struct(new KeyPackageDraft("last").build().leafNode())
            .toByteArray();
    byte[] nodes = Arrays.copyOf(new byte[1 << 16], (1 << 16) + leaf.length);
    System.arraycopy(leaf, 0, nodes, 1 << 16, leaf.length);
    byte[] input = new TlsWriter().opaque(nodes).toByteArray();
    Decoder<RatchetTree> decoder = in -> RatchetTree.decode(Forger.SUITE, in);
    Decoder.decodeAll(input, decoder);
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    Decoder.decodeAll(input, decoder);
    assertThat(THREADS.getThreadAllocatedBytes(thread) - before).isLessThan(3_000L * input.length);
  }

  /** How much may be allocated: so many times the input, and so much besides. */
  private record Allowance(long times, long besides) {}

  private void fuzz(
      String name, List<byte[]> corpus, Consumer<byte[]> target, int rounds, Allowance allowance) {
    Mutator mutator = new Mutator(new Random(seed));
    for (byte[] genuine : corpus) {
      // Twice, so that what is allocated once per class is not counted below.
      target.accept(genuine);
      target.accept(genuine);
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long most = 0;
    long done = 0;
    while (seconds > 0 ? System.nanoTime() < end : done < rounds) {
      byte[] input = mutator.mutate(corpus);
      long allowed = allowance.times * input.length + allowance.besides;
      long allocated = allocatedFor(name, target, input);
      if (allocated > allowed) {
        // The first use of a suite loads what it takes. That happens once.
        allocated = allocatedFor(name, target, input);
      }
      most = Math.max(most, allocated);
      if (allocated > allowed) {
        fail("%s allocates %s for %s", name, allocated, HexFormat.of().formatHex(input));
      }
      done++;
    }
    System.out.println(
        "fuzz " + name + ": " + done + " inputs, seed " + seed + ", at most " + most + " octets");
  }

  private static long allocatedFor(String name, Consumer<byte[]> target, byte[] input) {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    try {
      target.accept(input);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(name + " of " + HexFormat.of().formatHex(input), e);
    }
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }
}
