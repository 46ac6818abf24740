package org.conclave.libp2p.multiformats;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A network address that says how it is to be used, such as {@code /ip4/192.0.2.1/tcp/4001}
 * (multiformats/multiaddr). Immutable; two are equal if their bytes are.
 *
 * <p>At most {@value #MAX_BYTES} bytes and {@value #MAX_PARTS} parts, so an address from a peer can
 * be kept without further checks. Parts of kinds that are not in {@link AddressProtocol} are
 * refused.
 */
public final class Multiaddr {
  /** The longest address in its binary form. */
  public static final int MAX_BYTES = 1024;

  /** The most parts an address may have. */
  public static final int MAX_PARTS = 16;

  /**
   * One part.
   *
   * @param value in canonical text; empty where the protocol has none
   */
  public record Part(AddressProtocol protocol, String value) {}

  private final byte[] bytes;
  private final List<Part> parts;

  private Multiaddr(List<Part> parts) {
    if (parts.isEmpty() || parts.size() > MAX_PARTS) {
      throw new MultiformatException("an address of " + parts.size() + " parts");
    }
    this.parts = List.copyOf(parts);
    this.bytes = encode(this.parts);
    if (bytes.length > MAX_BYTES) {
      throw new MultiformatException("an address of " + bytes.length + " bytes");
    }
  }

  /**
   * Reads the text form.
   *
   * @throws MultiformatException if it is not a valid address
   */
  public static Multiaddr parse(String text) {
    if (!text.startsWith("/") || text.length() > 4 * MAX_BYTES) {
      throw new MultiformatException("an address begins with / and is short");
    }
    String[] words = text.substring(1).split("/", -1);
    int end =
        words.length > 1 && words[words.length - 1].isEmpty() ? words.length - 1 : words.length;
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < end && parts.size() <= MAX_PARTS; i++) {
      String name = words[i];
      AddressProtocol protocol =
          AddressProtocol.named(name)
              .orElseThrow(() -> new MultiformatException("an address with an unknown part"));
      if (!protocol.hasValue()) {
        parts.add(new Part(protocol, ""));
        continue;
      }
      if (++i == end) {
        throw new MultiformatException("an address ends after " + protocol.text());
      }
      byte[] value = AddressValue.toBytes(protocol, words[i]);
      parts.add(new Part(protocol, AddressValue.toText(protocol, value)));
    }
    return new Multiaddr(parts);
  }

  /**
   * Reads the binary form.
   *
   * @throws MultiformatException if it is not a valid address
   */
  public static Multiaddr ofBytes(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new MultiformatException("an address of " + bytes.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<Part> parts = new ArrayList<>();
    try {
      while (in.hasRemaining() && parts.size() <= MAX_PARTS) {
        AddressProtocol protocol =
            AddressProtocol.coded(Varint.read(in))
                .orElseThrow(() -> new MultiformatException("an address with an unknown part"));
        int bits = protocol.bits();
        long length = bits == AddressProtocol.LENGTH_PREFIXED ? Varint.read(in) : bits / 8;
        if (length > in.remaining()) {
          throw new BufferUnderflowException();
        }
        byte[] value = new byte[(int) length];
        in.get(value);
        parts.add(new Part(protocol, AddressValue.toText(protocol, value)));
      }
    } catch (BufferUnderflowException e) {
      throw new MultiformatException("an address is cut off", e);
    }
    return new Multiaddr(parts);
  }

  private static byte[] encode(List<Part> parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Part part : parts) {
      byte[] value = AddressValue.toBytes(part.protocol(), part.value());
      out.writeBytes(Varint.encode(part.protocol().code()));
      if (part.protocol().bits() == AddressProtocol.LENGTH_PREFIXED) {
        out.writeBytes(Varint.encode(value.length));
      }
      out.writeBytes(value);
    }
    return out.toByteArray();
  }

  public List<Part> parts() {
    return parts;
  }

  /** The value of the first part of this kind. */
  public Optional<String> value(AddressProtocol protocol) {
    return parts.stream().filter(p -> p.protocol() == protocol).map(Part::value).findFirst();
  }

  /** The peer at the end of the address, if it names one. */
  public Optional<PeerId> peerId() {
    Part last = parts.get(parts.size() - 1);
    return last.protocol() == AddressProtocol.P2P
        ? Optional.of(PeerId.parse(last.value()))
        : Optional.empty();
  }

  /** This address, ending in {@code /p2p/} and the peer. */
  public Multiaddr withPeerId(PeerId peer) {
    List<Part> changed = new ArrayList<>(withoutPeerId().parts);
    changed.add(new Part(AddressProtocol.P2P, peer.toString()));
    return new Multiaddr(changed);
  }

  /** This address without a peer at its end. An address of nothing but a peer stays as it is. */
  public Multiaddr withoutPeerId() {
    return peerId().isPresent() && parts.size() > 1
        ? new Multiaddr(parts.subList(0, parts.size() - 1))
        : this;
  }

  /** The binary form. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multiaddr that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append('/').append(part.protocol().text());
      if (part.protocol().hasValue()) {
        text.append('/').append(part.value());
      }
    }
    return text.toString();
  }
}
