package org.conclave.libp2p.internal.record;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.MultiformatException;

/** Addresses as a peer lists them. */
public final class Addresses {
  private Addresses() {}

  /** Those that can be read; a peer may well use kinds that are not known here. */
  public static List<Multiaddr> known(List<ByteString> listed) {
    List<Multiaddr> known = new ArrayList<>();
    for (ByteString bytes : listed) {
      try {
        known.add(Multiaddr.ofBytes(bytes.toByteArray()));
      } catch (MultiformatException e) {
        // One address of a newer kind must not hide the others.
        continue;
      }
    }
    return known;
  }
}
