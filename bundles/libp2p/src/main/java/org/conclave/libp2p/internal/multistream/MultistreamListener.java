package org.conclave.libp2p.internal.multistream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.conclave.libp2p.multiformats.MultiformatException;

/**
 * The side that chooses. It does not list its protocols: {@code ls} is answered with {@code na}.
 */
public final class MultistreamListener implements Negotiation {
  /** A peer that is refused so often does not look for a protocol, it looks for trouble. */
  private static final int MAX_PROPOSALS = 32;

  private final Predicate<String> supported;
  private final MultistreamLine.Decoder decoder = new MultistreamLine.Decoder();
  private boolean headerSeen;
  private int refused;

  /** Takes the first protocol that is supported, asked once for each proposal. */
  public MultistreamListener(Predicate<String> supported) {
    this.supported = supported;
  }

  @Override
  public byte[] opening() {
    return new byte[0];
  }

  @Override
  public Step receive(ByteBuffer in) {
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    String line = decoder.next(in);
    while (line != null) {
      if (!headerSeen) {
        if (!line.equals(MultistreamLine.HEADER)) {
          throw new MultiformatException("the peer does not speak multistream-select 1.0");
        }
        headerSeen = true;
        reply.writeBytes(MultistreamLine.encode(line));
      } else if (!line.equals(MultistreamLine.LIST) && supported.test(line)) {
        reply.writeBytes(MultistreamLine.encode(line));
        return new Agreed(line, reply.toByteArray());
      } else if (++refused == MAX_PROPOSALS) {
        return new Refused();
      } else {
        reply.writeBytes(MultistreamLine.encode(MultistreamLine.NOT_AVAILABLE));
      }
      line = decoder.next(in);
    }
    return new Continue(reply.toByteArray());
  }
}
