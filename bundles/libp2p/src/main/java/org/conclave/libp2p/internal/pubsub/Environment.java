package org.conclave.libp2p.internal.pubsub;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What a router needs from the world: time, chance, and its one thread. On a host these are real;
 * in a simulation one seeded queue of events stands behind them.
 */
interface Environment extends Executor {

  /** Milliseconds that only go forward, from an arbitrary start. */
  long millis();

  /** The source of every choice. Used on the router's thread alone. */
  RandomGenerator random();

  /** Runs a task on the router's thread, in the order of the calls. From any thread. */
  @Override
  void execute(Runnable task);

  /** Runs a task on the router's thread after a time. */
  void schedule(Duration delay, Runnable task);
}
