package org.conclave.libp2p;

/** Which side opened a connection or a stream. */
public enum Direction {
  /** The remote peer opened it. */
  INBOUND,
  /** This host opened it. */
  OUTBOUND
}
