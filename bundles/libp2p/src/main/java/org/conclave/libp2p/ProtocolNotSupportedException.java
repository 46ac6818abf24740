package org.conclave.libp2p;

import java.util.List;

/** The peer, or this host's own gate, refuses every protocol that was proposed for a stream. */
public final class ProtocolNotSupportedException extends Libp2pException {
  private static final long serialVersionUID = 1L;

  public ProtocolNotSupportedException(List<String> proposed) {
    super("refused: " + String.join(", ", proposed));
  }
}
