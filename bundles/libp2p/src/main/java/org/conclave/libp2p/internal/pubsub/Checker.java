package org.conclave.libp2p.internal.pubsub;

import java.util.function.Consumer;
import org.conclave.libp2p.pubsub.Message;
import org.conclave.libp2p.pubsub.Validator;

/**
 * Does the costly part of admitting a message away from the router's thread. Answers exactly once,
 * on any thread; answers about one author's messages come in the order of the questions where the
 * judging itself does not wait.
 */
interface Checker {
  void checkSignature(UnverifiedMessage message, Consumer<Boolean> holds);

  void judge(Validator validator, Message message, Consumer<Validator.Verdict> verdict);
}
