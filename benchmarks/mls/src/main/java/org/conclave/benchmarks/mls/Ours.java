package org.conclave.benchmarks.mls;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Our operations, each a pure function of a state that stays the same. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Ours {
  /** Members of the group. */
  @Param("1000")
  public int size;

  private final byte[] content = new byte[1024];
  private OurGroup group = OurGroup.of(2);

  @Setup
  public void prepare() {
    group = OurGroup.of(size);
  }

  @Benchmark
  public Object add() {
    return group.addAll();
  }

  @Benchmark
  public Object commit() {
    return group.commit(group.warmState(group.committer()), group.warmTree(), group.committer());
  }

  @Benchmark
  public Object process() {
    return group.process(group.warmState(group.receiver()), group.warmCommit().commit());
  }

  @Benchmark
  public Object blankCommit() {
    return group.commitInBlankTree();
  }

  @Benchmark
  public Object join() {
    return group.join(group.welcome());
  }

  @Benchmark
  public Object protect() {
    return group.protect(group.conversation().sender(), content);
  }

  @Benchmark
  public Object unprotect() {
    return group.unprotect(group.conversation().receiver(), group.conversation().message());
  }
}
