package org.conclave.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A connection to a node's port by somebody who does not keep to the protocols. */
final class HostilePeer implements AutoCloseable {
  /** What it says before it falls silent; it never closes. */
  enum Manner {
    SAYS_NOTHING(new byte[0]),
    STOPS_WITHIN_A_LINE(bytes("\u0013/multistr")),
    STOPS_BEFORE_NOISE(bytes("\u0013/multistream/1.0.0\n")),
    STOPS_WITHIN_NOISE(noise((byte) 0, (byte) 32, (byte) 1, (byte) 2, (byte) 3)),
    ANNOUNCES_THE_LARGEST_NOISE_FRAME(noise((byte) 0xff, (byte) 0xff, (byte) 1)),
    SENDS_GARBAGE_FOR_NOISE(noise(garbage(70_000))),
    ANNOUNCES_A_GIGABYTE(
        new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 4, '/', 'm'}),
    SENDS_A_LENGTH_WITHOUT_END(filled(100, (byte) 0xff)),
    SENDS_GARBAGE(garbage(200_000)),
    SENDS_ONLY_SLASHES(filled(200_000, (byte) '/'));

    private final byte[] words;

    Manner(byte[] words) {
      this.words = words;
    }
  }

  private final Manner manner;
  private final Socket socket;

  private HostilePeer(Manner manner, Socket socket) {
    this.manner = manner;
    this.socket = socket;
  }

  static HostilePeer connect(int port, Manner manner) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
    try {
      socket.getOutputStream().write(manner.words);
      socket.getOutputStream().flush();
    } catch (SocketException refused) {
      // It was thrown out before it had said all.
    }
    return new HostilePeer(manner, socket);
  }

  static List<HostilePeer> connect(int port, Manner manner, int count) throws IOException {
    List<HostilePeer> peers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      peers.add(connect(port, manner));
    }
    return peers;
  }

  Manner manner() {
    return manner;
  }

  /** Reads what the node still says until it closes the connection; false if it does not. */
  boolean isClosedByTheNodeWithin(int millis) throws IOException {
    long deadline = System.nanoTime() + millis * 1_000_000L;
    try {
      InputStream in = socket.getInputStream();
      while (System.nanoTime() < deadline) {
        socket.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        if (in.read() < 0) {
          return true;
        }
      }
      return false;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static byte[] noise(byte... rest) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(bytes("\u0013/multistream/1.0.0\n\u0007/noise\n"));
    all.writeBytes(rest);
    return all.toByteArray();
  }

  private static byte[] garbage(int size) {
    byte[] garbage = new byte[size];
    new Random(size).nextBytes(garbage);
    return garbage;
  }

  private static byte[] filled(int size, byte value) {
    byte[] filled = new byte[size];
    Arrays.fill(filled, value);
    return filled;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
