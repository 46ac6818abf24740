package org.conclave.sidecar.manager.internal;

import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import org.conclave.api.engine.EngineException;

/**
 * What is said over one streamed call, from its first frame to its result. Is held again from the
 * start where the engine dies, and so keeps nothing from one time to the next.
 */
@FunctionalInterface
interface Conversation<Q, A, R> {
  R over(BlockingClientCall<Q, A> call)
      throws StatusException, InterruptedException, EngineException;
}
