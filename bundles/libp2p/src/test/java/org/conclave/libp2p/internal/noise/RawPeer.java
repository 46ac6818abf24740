package org.conclave.libp2p.internal.noise;

import com.google.protobuf.ByteString;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.conclave.libp2p.crypto.Signer;
import org.conclave.libp2p.internal.noise.wire.NoiseExtensions;
import org.conclave.libp2p.internal.noise.wire.NoiseHandshakePayload;
import org.conclave.libp2p.multiformats.AddressProtocol;
import org.conclave.libp2p.multiformats.Multiaddr;

/** A dialler that does on purpose what no peer should do. It blocks, on a plain socket. */
public final class RawPeer implements AutoCloseable {
  private static final String MULTISTREAM = "/multistream/1.0.0";

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final SecureRandom random = new SecureRandom();
  private final X25519PrivateKeyParameters staticKey = new X25519PrivateKeyParameters(random);
  private NoiseXx.Ciphers ciphers;

  public RawPeer(Multiaddr address) throws IOException {
    int port = Integer.parseInt(address.value(AddressProtocol.TCP).orElseThrow());
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
  }

  public void sendRaw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  public static byte[] line(String text) {
    byte[] bytes = ("?" + text + "\n").getBytes(StandardCharsets.UTF_8);
    bytes[0] = (byte) (bytes.length - 1);
    return bytes;
  }

  /** Agrees on Noise. */
  public void agreeOnNoise() throws IOException {
    sendRaw(line(MULTISTREAM));
    sendRaw(line("/noise"));
    in.readFully(new byte[line(MULTISTREAM).length + line("/noise").length]);
  }

  /** An honest payload. */
  public byte[] payload(Signer signer) {
    return payload(signer, staticKey.generatePublicKey().getEncoded());
  }

  /** A payload that vouches for any static key. */
  public static byte[] payload(Signer signer, byte[] vouchedFor) {
    byte[] prefix = "noise-libp2p-static-key:".getBytes(StandardCharsets.US_ASCII);
    byte[] signed = new byte[prefix.length + vouchedFor.length];
    System.arraycopy(prefix, 0, signed, 0, prefix.length);
    System.arraycopy(vouchedFor, 0, signed, prefix.length, vouchedFor.length);
    return NoiseHandshakePayload.newBuilder()
        .setIdentityKey(ByteString.copyFrom(signer.publicKey().toProtobuf()))
        .setIdentitySig(ByteString.copyFrom(signer.sign(signed)))
        .setExtensions(NoiseExtensions.newBuilder().addStreamMuxers("/yamux/1.0.0"))
        .build()
        .toByteArray();
  }

  /** Performs the handshake with a payload of the caller's choice. */
  public void handshake(byte[] payload) throws IOException, GeneralSecurityException {
    NoiseXx handshake = new NoiseXx(true, staticKey, random);
    sendMessage(handshake.write(new byte[0]));
    handshake.read(readMessage());
    sendMessage(handshake.write(payload));
    ciphers = handshake.split();
  }

  public void sendMessage(byte[] message) throws IOException {
    out.writeShort(message.length);
    out.write(message);
    out.flush();
  }

  private byte[] readMessage() throws IOException {
    byte[] message = new byte[in.readUnsignedShort()];
    in.readFully(message);
    return message;
  }

  /** Sends bytes through the secure channel. */
  public void send(byte[] plain) throws IOException, GeneralSecurityException {
    byte[] message = new byte[plain.length + NoiseCipher.TAG_LENGTH];
    ciphers.sending().apply(new byte[0], plain, 0, plain.length, message, 0);
    sendMessage(message);
  }

  /** The next bytes out of the secure channel. */
  public byte[] receive() throws IOException, GeneralSecurityException {
    byte[] message = readMessage();
    byte[] plain = new byte[message.length - NoiseCipher.TAG_LENGTH];
    ciphers.receiving().apply(new byte[0], message, 0, message.length, plain, 0);
    return plain;
  }

  /** Waits until the host has closed the connection; whatever it still sends is dropped. */
  public void awaitClosed() throws IOException {
    try {
      while (in.read() >= 0) {
        // What was on its way before the end does not matter.
        in.skipBytes(in.available());
      }
    } catch (EOFException | SocketException e) {
      // A reset is an end as well.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
