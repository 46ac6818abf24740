package org.conclave.libp2p;

import org.conclave.libp2p.multiformats.Multiaddr;
import org.jspecify.annotations.Nullable;

/** The host cannot listen on an address, most often because another program has the port. */
public final class ListenException extends Libp2pException {
  private static final long serialVersionUID = 1L;

  private final transient Multiaddr address;

  public ListenException(Multiaddr address, @Nullable Throwable cause) {
    super(
        "cannot listen on "
            + address
            + (cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage()),
        cause);
    this.address = address;
  }

  /** The address as it was asked for. */
  public Multiaddr address() {
    return address;
  }
}
