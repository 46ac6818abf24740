package org.conclave.libp2p;

/** A stream was torn down by one side; what was under way on it is lost. */
public final class StreamResetException extends Libp2pException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final boolean remote;

  public StreamResetException(int code, boolean remote) {
    super((remote ? "the peer reset the stream" : "the stream was reset") + ", code " + code);
    this.code = code;
    this.remote = remote;
  }

  /** The code that came with the reset; 0 where the peer or the muxer gave none. */
  public int code() {
    return code;
  }

  /** Whether the peer reset the stream rather than this host. */
  public boolean remote() {
    return remote;
  }
}
