package org.conclave.libp2p.internal.transport;

import io.netty.channel.Channel;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.HostLimits;

/** Runs many streams over one secured channel. */
public interface Muxer {

  /** What it is called in multistream-select. */
  String protocol();

  /**
   * Adds its handler to the end of the pipeline and starts. Called in the event loop of the
   * channel.
   */
  MuxedSession mux(Channel channel, Direction direction, HostLimits limits);
}
