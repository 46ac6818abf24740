package org.conclave.benchmarks.mls;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The same operations in bcmls. It ratchets its state in place, so that whoever opens a message
 * needs a fresh one each time; making it is not measured.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BouncyCastle {

  /** A group of one size. */
  @State(Scope.Benchmark)
  public static class Sized {
    /** Members of the group. */
    @Param("1000")
    public int size;

    BouncyCastleGroup group = BouncyCastleGroup.of(2);

    @Setup
    public void prepare() {
      group = BouncyCastleGroup.of(size);
    }
  }

  /** A commit that nobody has processed yet. */
  @State(Scope.Benchmark)
  public static class FreshCommit {
    byte[] commit = new byte[0];

    @Setup(Level.Invocation)
    public void prepare(Sized sized) throws Exception {
      commit = sized.group.warmCommit();
    }
  }

  /** A message that nobody has opened yet. */
  @State(Scope.Benchmark)
  public static class FreshMessage {
    byte[] message = new byte[0];

    @Setup(Level.Invocation)
    public void prepare(Sized sized) throws Exception {
      message = sized.group.protect(new byte[1024]);
    }
  }

  private static final byte[] CONTENT = new byte[1024];

  @Benchmark
  public Object add(Sized sized) throws Exception {
    return sized.group.addAll();
  }

  @Benchmark
  public Object commit(Sized sized) throws Exception {
    return sized.group.warmCommit();
  }

  @Benchmark
  public Object process(Sized sized, FreshCommit fresh) throws Exception {
    return sized.group.process(fresh.commit);
  }

  @Benchmark
  public Object blankCommit(Sized sized) throws Exception {
    return sized.group.commitInBlankTree();
  }

  @Benchmark
  public Object join(Sized sized) throws Exception {
    return sized.group.join(sized.group.welcome());
  }

  @Benchmark
  public Object protect(Sized sized) throws Exception {
    return sized.group.protect(CONTENT);
  }

  @Benchmark
  public Object unprotect(Sized sized, FreshMessage fresh) throws Exception {
    return sized.group.unprotect(fresh.message);
  }
}
