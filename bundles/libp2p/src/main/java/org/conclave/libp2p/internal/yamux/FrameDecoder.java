package org.conclave.libp2p.internal.yamux;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Finds frames in a sequence of bytes. Data is passed on as it comes, never gathered. */
final class FrameDecoder {

  /** Takes what was found. */
  interface Target {
    void onFrame(YamuxFrame frame) throws YamuxProtocolException;

    /** A part of the data of the last frame; the array may be kept. */
    void onData(byte[] array, int offset, int length);

    /** All data of the last frame has been passed on. */
    void onDataEnd();
  }

  private final byte[] header = new byte[YamuxFrame.HEADER_LENGTH];
  private int headerFilled;
  private long dataLeft;

  void decode(ByteBuf in, Target target) throws YamuxProtocolException {
    while (in.isReadable()) {
      if (dataLeft > 0) {
        int n = (int) Math.min(dataLeft, in.readableBytes());
        if (in.hasArray()) {
          target.onData(in.array(), in.arrayOffset() + in.readerIndex(), n);
          in.skipBytes(n);
        } else {
          byte[] copy = new byte[n];
          in.readBytes(copy);
          target.onData(copy, 0, n);
        }
        dataLeft -= n;
        if (dataLeft == 0) {
          target.onDataEnd();
        }
        continue;
      }
      int n = Math.min(in.readableBytes(), header.length - headerFilled);
      in.readBytes(header, headerFilled, n);
      headerFilled += n;
      if (headerFilled == header.length) {
        headerFilled = 0;
        YamuxFrame frame = YamuxFrame.decode(header);
        Arrays.fill(header, (byte) 0);
        target.onFrame(frame);
        if (frame.type() == YamuxFrame.DATA) {
          dataLeft = frame.length();
          if (dataLeft == 0) {
            target.onDataEnd();
          }
        }
      }
    }
  }
}
