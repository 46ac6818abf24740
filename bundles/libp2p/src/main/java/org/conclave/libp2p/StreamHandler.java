package org.conclave.libp2p;

/**
 * Serves the streams that peers open for a protocol.
 *
 * <p>Called on the host's application executor, so it may block. What it throws resets the stream.
 * The stream stays open after it returns: whoever holds it closes it.
 */
@FunctionalInterface
public interface StreamHandler {
  void handle(Stream stream) throws Exception;
}
