package org.conclave.libp2p.pubsub;

import java.util.concurrent.CompletionStage;

/**
 * Judges messages of a topic before they are delivered or forwarded.
 *
 * <p>Called after the signature was checked, by several threads at once for different authors. It
 * must not block; a slow judgement completes its stage later. A stage that fails, or is not
 * complete within {@link LimitParameters#validationTimeout}, counts as {@link Verdict#IGNORE}.
 */
@FunctionalInterface
public interface Validator {

  enum Verdict {
    /** Deliver and forward. */
    ACCEPT,
    /** Drop, and hold it against the peers that brought it: they should have known. */
    REJECT,
    /** Drop, and blame nobody. */
    IGNORE
  }

  CompletionStage<Verdict> validate(Message message);
}
