package org.conclave.libp2p.internal.host;

import org.conclave.libp2p.Direction;

/** What a connection asks its host. */
interface ConnectionPolicy {

  /** Whether a stream for the protocol may be opened on the connection. */
  boolean allows(HostConnection connection, String protocol, Direction direction);

  /** Hands a stream that a peer opened to whoever serves its protocol. */
  void serve(HostStream stream);

  /** Admits the connection. */
  void admit(HostConnection connection);
}
