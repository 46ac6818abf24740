package org.conclave.libp2p.multiformats;

import java.util.Optional;

/** A part that a {@link Multiaddr} can have, with its code and the size of its value in bits. */
public enum AddressProtocol {
  IP4("ip4", 4, 32),
  TCP("tcp", 6, 16),
  IP6("ip6", 41, 128),
  DNS("dns", 53, AddressProtocol.LENGTH_PREFIXED),
  DNS4("dns4", 54, AddressProtocol.LENGTH_PREFIXED),
  DNS6("dns6", 55, AddressProtocol.LENGTH_PREFIXED),
  DNSADDR("dnsaddr", 56, AddressProtocol.LENGTH_PREFIXED),
  UDP("udp", 273, 16),
  P2P_CIRCUIT("p2p-circuit", 290, 0),
  P2P("p2p", 421, AddressProtocol.LENGTH_PREFIXED),
  TLS("tls", 448, 0),
  QUIC("quic", 460, 0),
  QUIC_V1("quic-v1", 461, 0),
  WS("ws", 477, 0),
  WSS("wss", 478, 0);

  static final int LENGTH_PREFIXED = -1;

  private final String text;
  private final int code;
  private final int bits;

  AddressProtocol(String text, int code, int bits) {
    this.text = text;
    this.code = code;
    this.bits = bits;
  }

  /** The name as it is in the text form of an address. */
  public String text() {
    return text;
  }

  int code() {
    return code;
  }

  int bits() {
    return bits;
  }

  boolean hasValue() {
    return bits != 0;
  }

  static Optional<AddressProtocol> named(String text) {
    for (AddressProtocol protocol : values()) {
      if (protocol.text.equals(text)) {
        return Optional.of(protocol);
      }
    }
    return "ipfs".equals(text) ? Optional.of(P2P) : Optional.empty();
  }

  static Optional<AddressProtocol> coded(long code) {
    for (AddressProtocol protocol : values()) {
      if (protocol.code == code) {
        return Optional.of(protocol);
      }
    }
    return Optional.empty();
  }
}
