package org.conclave.messaging.internal;

import java.util.concurrent.CompletableFuture;
import org.conclave.api.storage.Message;

/**
 * A message that somebody is waiting to have sent.
 *
 * @param deadline by {@link System#nanoTime}: how long it waits for the engine
 * @param stage completes after the commit, or fails with {@link
 *     org.conclave.api.messaging.MessengerException}
 */
record OutgoingMessage(MessageContent content, long deadline, CompletableFuture<Message> stage) {
  OutgoingMessage(MessageContent content, long deadline) {
    this(content, deadline, new CompletableFuture<>());
  }
}
