package org.conclave.libp2p;

/** A peer announced a frame longer than its reader takes. Nothing was allocated for it. */
public final class FrameTooLargeException extends Libp2pException {
  private static final long serialVersionUID = 1L;

  public FrameTooLargeException(long announced, int maximum) {
    super("a frame of " + Long.toUnsignedString(announced) + " bytes, at most " + maximum);
  }
}
