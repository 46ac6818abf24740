package org.conclave.libp2p.internal.pubsub;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.conclave.libp2p.Stream;

/** The way to a peer over the stream that this host opened. */
record StreamLink(Stream stream) implements PeerLink {

  @Override
  public CompletionStage<?> write(ByteBuffer frames) {
    return stream
        .write(frames)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                // Part of a frame may be missing, so nothing more can be said on this stream.
                stream.reset(0);
              }
            });
  }

  @Override
  public void disconnect() {
    stream.connection().close();
  }
}
