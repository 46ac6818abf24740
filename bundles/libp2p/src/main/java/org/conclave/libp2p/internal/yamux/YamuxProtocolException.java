package org.conclave.libp2p.internal.yamux;

import org.conclave.libp2p.Libp2pException;

/** The peer does not keep to the rules of Yamux, so the session ends. */
final class YamuxProtocolException extends Libp2pException {
  private static final long serialVersionUID = 1L;

  YamuxProtocolException(String message) {
    super("yamux: " + message);
  }
}
