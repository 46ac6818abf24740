package org.conclave.libp2p.internal.multistream;

import java.nio.ByteBuffer;
import org.conclave.libp2p.multiformats.MultiformatException;

/**
 * One side of a negotiation, as a state machine without input or output of its own. Not safe for
 * use from several threads.
 */
public sealed interface Negotiation permits MultistreamDialer, MultistreamListener {

  /** What to do after some bytes. */
  sealed interface Step {}

  /**
   * Send these bytes, if any, and wait for more.
   *
   * @param reply may be empty
   */
  record Continue(byte[] reply) implements Step {}

  /**
   * Both sides agree. What is left in the buffer belongs to the protocol.
   *
   * @param reply to send first; may be empty
   */
  record Agreed(String protocol, byte[] reply) implements Step {}

  /** The other side takes none of what was proposed, or proposes too often. */
  record Refused() implements Step {}

  /** What to send before anything is received; may be empty. */
  byte[] opening();

  /**
   * Takes what was received.
   *
   * @throws MultiformatException if it is not multistream-select
   */
  Step receive(ByteBuffer in);
}
