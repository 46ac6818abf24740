package org.conclave.libp2p.internal.yamux;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The header of a frame: version, type, flags, stream and length, twelve bytes. */
record YamuxFrame(int type, int flags, int stream, long length) {
  static final int HEADER_LENGTH = 12;

  static final int DATA = 0;
  static final int WINDOW_UPDATE = 1;
  static final int PING = 2;
  static final int GO_AWAY = 3;

  static final int SYN = 1;
  static final int ACK = 2;
  static final int FIN = 4;
  static final int RST = 8;

  static final int NORMAL_END = 0;
  static final int PROTOCOL_ERROR = 1;

  /** The stream that stands for the session. */
  static final int SESSION = 0;

  /** The credit both sides have in the beginning. */
  static final int INITIAL_WINDOW = 256 * 1024;

  static YamuxFrame decode(byte[] header) throws YamuxProtocolException {
    ByteBuf in = Unpooled.wrappedBuffer(header);
    int version = in.readUnsignedByte();
    if (version != 0) {
      throw new YamuxProtocolException("version " + version);
    }
    return new YamuxFrame(
        in.readUnsignedByte(), in.readUnsignedShort(), in.readInt(), in.readUnsignedInt());
  }

  ByteBuf encode() {
    return Unpooled.buffer(HEADER_LENGTH, HEADER_LENGTH)
        .writeByte(0)
        .writeByte(type)
        .writeShort(flags)
        .writeInt(stream)
        .writeInt((int) length);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }
}
