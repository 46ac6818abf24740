package org.conclave.libp2p.internal.multistream;

import java.nio.ByteBuffer;
import java.util.List;
import org.conclave.libp2p.multiformats.MultiformatException;

/** The side that proposes, one protocol after another. */
public final class MultistreamDialer implements Negotiation {
  private static final byte[] NOTHING = {};

  private final List<String> protocols;
  private final MultistreamLine.Decoder decoder = new MultistreamLine.Decoder();
  private boolean headerSeen;
  private int proposed;

  /** Proposes the protocols in this order; there must be at least one. */
  public MultistreamDialer(List<String> protocols) {
    if (protocols.isEmpty()) {
      throw new IllegalArgumentException("no protocol to propose");
    }
    this.protocols = List.copyOf(protocols);
  }

  @Override
  public byte[] opening() {
    return MultistreamLine.encode(MultistreamLine.HEADER, protocols.get(0));
  }

  @Override
  public Step receive(ByteBuffer in) {
    String line = decoder.next(in);
    while (line != null) {
      if (!headerSeen) {
        if (!line.equals(MultistreamLine.HEADER)) {
          throw new MultiformatException("the peer does not speak multistream-select 1.0");
        }
        headerSeen = true;
      } else if (line.equals(protocols.get(proposed))) {
        return new Agreed(line, NOTHING);
      } else if (!line.equals(MultistreamLine.NOT_AVAILABLE)) {
        throw new MultiformatException("the peer answers with a protocol that was not proposed");
      } else if (++proposed == protocols.size()) {
        return new Refused();
      } else {
        return new Continue(MultistreamLine.encode(protocols.get(proposed)));
      }
      line = decoder.next(in);
    }
    return new Continue(NOTHING);
  }
}
