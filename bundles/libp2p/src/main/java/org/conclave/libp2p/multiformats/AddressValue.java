package org.conclave.libp2p.multiformats;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The value of one part of an address, from text to bytes and back, in its canonical form. */
final class AddressValue {
  private static final Pattern IP4_PART = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern IP6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final int MAX_NAME = 253;

  private AddressValue() {}

  static byte[] toBytes(AddressProtocol protocol, String text) {
    return switch (protocol) {
      case IP4 -> ip4(text);
      case IP6 -> ip6(text);
      case TCP, UDP -> port(text);
      case P2P -> PeerId.parse(text).toBytes();
      case DNS, DNS4, DNS6, DNSADDR -> name(text).getBytes(StandardCharsets.UTF_8);
      default -> new byte[0];
    };
  }

  static String toText(AddressProtocol protocol, byte[] bytes) {
    return switch (protocol) {
      case IP4 ->
          (bytes[0] & 255)
              + "."
              + (bytes[1] & 255)
              + "."
              + (bytes[2] & 255)
              + "."
              + (bytes[3] & 255);
      case IP6 -> ip6Text(bytes);
      case TCP, UDP -> Integer.toString((bytes[0] & 255) << 8 | bytes[1] & 255);
      case P2P -> PeerId.ofBytes(bytes).toString();
      case DNS, DNS4, DNS6, DNSADDR -> name(utf8(bytes));
      default -> "";
    };
  }

  private static byte[] ip4(String text) {
    String[] parts = text.split("\\.", -1);
    byte[] bytes = new byte[4];
    boolean valid = parts.length == 4;
    for (int i = 0; valid && i < 4; i++) {
      valid = IP4_PART.matcher(parts[i]).matches() && Integer.parseInt(parts[i]) <= 255;
      bytes[i] = valid ? (byte) Integer.parseInt(parts[i]) : 0;
    }
    if (!valid) {
      throw new MultiformatException("not an IPv4 address");
    }
    return bytes;
  }

  private static byte[] ip6(String text) {
    // With a colon and no letter beyond f it is a literal: nothing is looked up.
    if (!IP6.matcher(text).matches() || text.indexOf(':') < 0) {
      throw new MultiformatException("not an IPv6 address");
    }
    try {
      byte[] bytes = InetAddress.getByName(text).getAddress();
      if (bytes.length == 16) {
        return bytes;
      }
      // The JDK turns ::ffff:a.b.c.d into an IPv4 address.
      return ByteBuffer.allocate(16).position(10).put((byte) -1).put((byte) -1).put(bytes).array();
    } catch (UnknownHostException e) {
      throw new MultiformatException("not an IPv6 address", e);
    }
  }

  /** The form of RFC 5952: the longest run of zeros, if longer than one, is left out. */
  private static String ip6Text(byte[] bytes) {
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int n = 0;
      while (i + n < 8 && bytes[2 * (i + n)] == 0 && bytes[2 * (i + n) + 1] == 0) {
        n++;
      }
      if (n > bestLength) {
        bestStart = i;
        bestLength = n;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == bestStart) {
        text.append("::");
        i += bestLength - 1;
        continue;
      }
      if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString((bytes[2 * i] & 255) << 8 | bytes[2 * i + 1] & 255));
    }
    return text.toString();
  }

  private static byte[] port(String text) {
    int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : -1;
    if (port < 0 || port > 0xffff) {
      throw new MultiformatException("not a port");
    }
    return new byte[] {(byte) (port >>> 8), (byte) port};
  }

  private static String name(String text) {
    boolean valid = !text.isEmpty() && text.length() <= MAX_NAME;
    for (int i = 0; valid && i < text.length(); i++) {
      char c = text.charAt(i);
      valid = c > ' ' && c != '/' && c != 0x7f;
    }
    if (!valid) {
      throw new MultiformatException("not a domain name");
    }
    return text;
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MultiformatException("a domain name that is not UTF-8", e);
    }
  }
}
