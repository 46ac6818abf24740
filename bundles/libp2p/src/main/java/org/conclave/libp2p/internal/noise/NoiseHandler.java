package org.conclave.libp2p.internal.noise;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.Libp2pException;
import org.conclave.libp2p.internal.transport.SecuredPeer;
import org.conclave.libp2p.multiformats.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * Performs the handshake, then encrypts what goes out and decrypts what comes in. A message on the
 * wire is a length of two bytes and as many bytes. Writes between two flushes share messages.
 */
final class NoiseHandler extends ChannelDuplexHandler {
  /** The most that fits into one message. */
  static final int MAX_PLAINTEXT = 0xffff - NoiseCipher.TAG_LENGTH;

  private static final int PREFIX_LENGTH = 2;
  private static final byte[] NOTHING = {};

  private final NoiseIdentity identity;
  private final NoiseXx handshake;
  private final boolean initiator;
  private final @Nullable PeerId expected;
  private final CompletableFuture<SecuredPeer> secured = new CompletableFuture<>();
  private NoiseXx.@Nullable Ciphers ciphers;
  private NoiseIdentity.@Nullable Verified peer;

  private byte[] message = NOTHING;
  private int messageLength = -1;
  private int prefixByte = -1;
  private int filled;

  private byte[] plaintext = NOTHING;
  private int gathered;
  private byte[] ciphertext = NOTHING;

  NoiseHandler(
      NoiseIdentity identity, Direction direction, @Nullable PeerId expected, SecureRandom random) {
    this.identity = identity;
    this.initiator = direction == Direction.OUTBOUND;
    this.expected = expected;
    this.handshake = new NoiseXx(initiator, identity.staticKey(), random);
  }

  CompletableFuture<SecuredPeer> secured() {
    return secured;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws GeneralSecurityException {
    if (initiator) {
      sendHandshake(ctx, handshake.write(NOTHING));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object received) {
    ByteBuf in = (ByteBuf) received;
    try {
      while (in.isReadable()) {
        if (messageLength < 0) {
          readPrefix(in);
          continue;
        }
        int n = Math.min(in.readableBytes(), messageLength - filled);
        in.readBytes(message, filled, n);
        filled += n;
        if (filled == messageLength) {
          messageLength = -1;
          onMessage(ctx, filled);
        }
      }
    } catch (GeneralSecurityException | Libp2pException e) {
      // Nothing after a forged message can be trusted, so nothing after it is read.
      messageLength = Integer.MAX_VALUE;
      ctx.fireExceptionCaught(e);
    } finally {
      in.release();
    }
  }

  private void readPrefix(ByteBuf in) throws GeneralSecurityException {
    int b = in.readUnsignedByte();
    if (prefixByte < 0) {
      prefixByte = b;
      return;
    }
    int length = prefixByte << 8 | b;
    prefixByte = -1;
    if (length == 0) {
      throw new GeneralSecurityException("an empty Noise message");
    }
    messageLength = length;
    filled = 0;
    if (message.length < length) {
      message = new byte[Math.min(0xffff, Math.max(length, 2 * message.length))];
    }
  }

  private void onMessage(ChannelHandlerContext ctx, int length)
      throws GeneralSecurityException, Libp2pException {
    NoiseXx.Ciphers transport = ciphers;
    if (transport == null) {
      onHandshake(ctx, Arrays.copyOf(message, length));
      return;
    }
    if (length < NoiseCipher.TAG_LENGTH) {
      throw new GeneralSecurityException("a Noise message is cut off");
    }
    byte[] plain = new byte[length - NoiseCipher.TAG_LENGTH];
    transport.receiving().apply(NOTHING, message, 0, length, plain, 0);
    if (plain.length > 0) {
      ctx.fireChannelRead(Unpooled.wrappedBuffer(plain));
    }
  }

  private void onHandshake(ChannelHandlerContext ctx, byte[] received)
      throws GeneralSecurityException, Libp2pException {
    byte[] payload = handshake.read(received);
    boolean carriesIdentity = initiator || handshake.isFinished();
    if (carriesIdentity) {
      NoiseIdentity.Verified verified = NoiseIdentity.verify(payload, handshake.remoteStaticKey());
      PeerId actual = verified.key().toPeerId();
      if (expected != null && !expected.equals(actual)) {
        throw new Libp2pException("expected " + expected + ", but " + actual + " answers");
      }
      peer = verified;
    }
    if (handshake.writesNext()) {
      sendHandshake(ctx, handshake.write(identity.payload()));
    }
    NoiseIdentity.Verified verified = peer;
    if (handshake.isFinished() && verified != null) {
      ciphers = handshake.split();
      secured.complete(new SecuredPeer(verified.key(), verified.muxers()));
    }
  }

  private static void sendHandshake(ChannelHandlerContext ctx, byte[] bytes) {
    ByteBuf out = ctx.alloc().ioBuffer(PREFIX_LENGTH + bytes.length);
    ctx.writeAndFlush(out.writeShort(bytes.length).writeBytes(bytes));
  }

  /**
   * Takes the bytes at once; they may change as soon as this returns. The promise says no more than
   * that: if they cannot be sent the channel fails as a whole.
   */
  @Override
  public void write(ChannelHandlerContext ctx, Object sent, ChannelPromise promise)
      throws GeneralSecurityException {
    ByteBuf in = (ByteBuf) sent;
    try {
      if (ciphers == null) {
        throw new IllegalStateException("nothing can be sent before the handshake is over");
      }
      while (in.isReadable()) {
        int n = Math.min(in.readableBytes(), MAX_PLAINTEXT - gathered);
        int needed = gathered + n;
        if (plaintext.length < needed) {
          plaintext = Arrays.copyOf(plaintext, Math.min(MAX_PLAINTEXT, Math.max(1024, 2 * needed)));
        }
        in.readBytes(plaintext, gathered, n);
        gathered = needed;
        if (gathered == MAX_PLAINTEXT) {
          encryptGathered(ctx);
        }
      }
    } finally {
      in.release();
    }
    promise.trySuccess();
  }

  @Override
  public void flush(ChannelHandlerContext ctx) throws GeneralSecurityException {
    encryptGathered(ctx);
    ctx.flush();
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise)
      throws GeneralSecurityException {
    if (ctx.channel().isActive()) {
      flush(ctx);
    }
    ctx.close(promise);
  }

  private void encryptGathered(ChannelHandlerContext ctx) throws GeneralSecurityException {
    NoiseXx.Ciphers transport = ciphers;
    if (gathered == 0 || transport == null) {
      return;
    }
    int length = gathered + NoiseCipher.TAG_LENGTH;
    if (ciphertext.length < length) {
      ciphertext = new byte[Math.min(0xffff, Math.max(length, 2 * ciphertext.length))];
    }
    transport.sending().apply(NOTHING, plaintext, 0, gathered, ciphertext, 0);
    gathered = 0;
    ByteBuf out = ctx.alloc().ioBuffer(PREFIX_LENGTH + length);
    ctx.write(out.writeShort(length).writeBytes(ciphertext, 0, length));
  }
}
