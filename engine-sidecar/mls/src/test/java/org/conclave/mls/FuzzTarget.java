package org.conclave.mls;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is fuzzed, by whichever means: with no exception but the declared ones, and no allocation
 * beyond a constant and a multiple of the input.
 */
enum FuzzTarget {
  DECODER(FuzzTargets::decode, Corpus::structures, 30_000, 100, 100_000),
  RATCHET_TREE(FuzzTargets::decodeTree, Corpus::trees, 3_000, 3_000, 100_000),
  STATE(FuzzTargets::decodeState, Corpus::states, 10_000, 100, 100_000),
  TREE_SEGMENT(FuzzTargets::resolveTree, Corpus::segments, 5_000, 3_000, 100_000),
  STATE_IN_USE(FuzzTargets::useState, Corpus::usedStates, 2_000, 1_000, 2_000_000),
  MESSAGE(FuzzTargets::receive, Corpus::messages, 3_000, 1_000, 1_000_000),
  CONTENT_OF_A_MEMBER(FuzzTargets::receiveFromMember, Corpus::contents, 2_000, 1_000, 1_000_000),
  JOINED_TREE(FuzzTargets::joinTree, Corpus::trees, 1_000, 1_000, 1_000_000),
  GROUP_INFO(FuzzTargets::joinByGroupInfo, Corpus::groupInfos, 1_000, 1_000, 1_000_000);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Consumer<byte[]> code;
  private final Function<Corpus, List<byte[]>> genuine;
  private final int rounds;
  private final long times;
  private final long besides;

  /**
   * @param rounds how many changed inputs a build tries
   * @param times how many octets may be allocated for one of the input
   * @param besides and how many for no input at all
   */
  FuzzTarget(
      Consumer<byte[]> code,
      Function<Corpus, List<byte[]>> genuine,
      int rounds,
      long times,
      long besides) {
    this.code = code;
    this.genuine = genuine;
    this.rounds = rounds;
    this.times = times;
    this.besides = besides;
  }

  int rounds() {
    return rounds;
  }

  /** As folders are named. */
  String folder() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  List<byte[]> genuine() {
    return genuine.apply(FuzzTargets.CORPUS);
  }

  /** What earlier runs found: each takes a way through the code that no other does. */
  List<byte[]> stored() {
    URL folder = FuzzTarget.class.getResource("/fuzz/" + folder());
    if (folder == null) {
      return List.of();
    }
    List<byte[]> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      for (Path file : files.sorted().toList()) {
        inputs.add(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return inputs;
  }

  /** Runs once without counting: what is loaded on first use is no input's doing. */
  void warmUp() {
    genuine().forEach(code);
  }

  /**
   * @return how many octets were allocated
   * @throws AssertionError with the input in it, if something else comes of it than may
   */
  long check(byte[] input) {
    long allowed = times * input.length + besides;
    long allocated = allocatedFor(input);
    if (allocated > allowed) {
      // The first use of a suite loads what it takes. That happens once.
      allocated = allocatedFor(input);
    }
    if (allocated > allowed) {
      throw new AssertionError(this + " allocates " + allocated + " octets for " + hex(input));
    }
    return allocated;
  }

  private long allocatedFor(byte[] input) {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    try {
      code.accept(input);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(this + " of " + hex(input), e);
    }
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }

  private static String hex(byte[] input) {
    return HexFormat.of().formatHex(input);
  }
}
