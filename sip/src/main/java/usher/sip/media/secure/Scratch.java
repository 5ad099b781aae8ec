package usher.sip.media.secure;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jitsi.utils.ByteArrayBuffer;

/** A packet in an array, for a library that wants one; used again for the next packet. */
final class Scratch implements ByteArrayBuffer {
  /** An Ethernet frame and what SRTP and SRTCP add. */
  private static final int SIZE = 1600;

  private byte[] bytes = new byte[SIZE];
  private int offset;
  private int length;

  void load(ByteBuf packet) {
    offset = 0;
    length = packet.readableBytes();
    packet.getBytes(packet.readerIndex(), bytes, 0, length);
  }

  static boolean fits(ByteBuf packet) {
    return packet.readableBytes() <= SIZE - 64;
  }

  void store(ByteBuf packet) {
    packet.writerIndex(packet.readerIndex()).writeBytes(bytes, offset, length);
  }

  @Override
  public byte[] getBuffer() {
    return bytes;
  }

  @Override
  public int getOffset() {
    return offset;
  }

  @Override
  public int getLength() {
    return length;
  }

  @Override
  public void setLength(int newLength) {
    length = newLength;
  }

  @Override
  public void setOffset(int newOffset) {
    offset = newOffset;
  }

  @Override
  public boolean isInvalid() {
    return false;
  }

  @Override
  public void readRegionToBuff(int from, int count, byte[] into) {
    System.arraycopy(bytes, offset + from, into, 0, count);
  }

  @Override
  public void grow(int count) {
    if (offset + length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, offset + length + count);
    }
  }

  @Override
  public void append(byte[] data, int count) {
    grow(count);
    System.arraycopy(data, 0, bytes, offset + length, count);
    length += count;
  }

  @Override
  public void shrink(int count) {
    length -= Math.min(count, length);
  }
}
