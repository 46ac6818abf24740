package org.conclave.benchmarks.mls;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.EncryptMessageRequest;
import org.conclave.proto.engine.v1.EngineGrpc.EngineBlockingStub;
import org.conclave.proto.engine.v1.PingRequest;
import org.conclave.proto.engine.v1.ProcessMessageRequest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The same calls through an engine process that holds the tree. Its JVM has both compilers, as the
 * one that measures the calls in process has.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init")
public class OverGrpc {
  /** Members of the group. */
  @Param("1000")
  public int size;

  private EngineBlockingStub calls;
  private CommitRequest commit;
  private EncryptMessageRequest encrypt;
  private ProcessMessageRequest process;
  private ProcessMessageRequest open;

  @Setup
  public void prepare() throws IOException {
    Requests requests = new Requests(OurGroup.of(size));
    commit = requests.commit();
    encrypt = requests.protect();
    process = requests.processCommit();
    open = requests.unprotect();
    calls = EngineProcess.shared().calls();
    require(calls.commit(requests.commitWithTree()).hasCreated());
  }

  @Benchmark
  public Object ping() {
    return calls.ping(PingRequest.getDefaultInstance());
  }

  @Benchmark
  public Object commit() {
    return require(calls.commit(commit).hasCreated());
  }

  @Benchmark
  public Object process() {
    return require(calls.processMessage(process).hasCommit());
  }

  @Benchmark
  public Object protect() {
    return require(calls.encryptMessage(encrypt).hasEncrypted());
  }

  @Benchmark
  public Object unprotect() {
    return require(calls.processMessage(open).hasApplication());
  }

  private static boolean require(boolean answered) {
    if (!answered) {
      throw new IllegalStateException("the engine gave another answer than expected");
    }
    return true;
  }
}
