package org.conclave.libp2p.internal.yamux;

import io.netty.channel.Channel;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.HostLimits;
import org.conclave.libp2p.internal.transport.MuxedSession;
import org.conclave.libp2p.internal.transport.Muxer;

/** The stream muxer {@code /yamux/1.0.0}. */
public final class Yamux implements Muxer {
  @Override
  public String protocol() {
    return "/yamux/1.0.0";
  }

  @Override
  public MuxedSession mux(Channel channel, Direction direction, HostLimits limits) {
    YamuxSession session = new YamuxSession(channel, direction, limits);
    channel.pipeline().addLast(session);
    return session;
  }
}
