package usher.core.journal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/**
 * The parts of a payload, little-endian: numbers as eight bytes, text as its length in bytes (int)
 * and UTF-8, an address as the length of the IP address (byte), the address and the port (int), a
 * flow as protocol (byte), both addresses and the connection.
 */
final class Fields {

  private final ByteBuffer buffer;

  Fields(ByteBuffer buffer) {
    this.buffer = buffer.order(ByteOrder.LITTLE_ENDIAN);
  }

  Fields put(long number) {
    buffer.putLong(number);
    return this;
  }

  Fields put(char character) {
    buffer.putChar(character);
    return this;
  }

  Fields put(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    buffer.putInt(bytes.length).put(bytes);
    return this;
  }

  Fields put(Seed seed) {
    seed.put(buffer);
    return this;
  }

  Fields put(Flow flow) {
    buffer.put(code(flow.protocol()));
    return put(flow.local()).put(flow.remote()).put(flow.connection());
  }

  /** Everything from position to limit, as the last part; both stay. */
  void putRest(ByteBuffer bytes) {
    buffer.put(buffer.position(), bytes, bytes.position(), bytes.remaining());
    buffer.position(buffer.position() + bytes.remaining());
  }

  long number() {
    return buffer.getLong();
  }

  char character() {
    return buffer.getChar();
  }

  String text() {
    int length = buffer.getInt();
    return new String(bytes(length), StandardCharsets.UTF_8);
  }

  Seed seed() {
    return Seed.get(buffer);
  }

  Flow flow() {
    return new Flow(protocol(buffer.get()), address(), address(), number());
  }

  ByteBuffer rest() {
    return ByteBuffer.wrap(bytes(buffer.remaining())).asReadOnlyBuffer();
  }

  private Fields put(InetSocketAddress address) {
    byte[] ip = address.getAddress().getAddress();
    buffer.put((byte) ip.length).put(ip).putInt(address.getPort());
    return this;
  }

  private InetSocketAddress address() {
    byte[] ip = bytes(buffer.get());
    try {
      return new InetSocketAddress(InetAddress.getByAddress(ip), buffer.getInt());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of " + ip.length + " bytes", e);
    }
  }

  private byte[] bytes(int length) {
    if (length < 0 || length > buffer.remaining()) {
      throw new IllegalArgumentException(length + " bytes of " + buffer.remaining());
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  /** These numbers stand in files: none is ever changed or used again. */
  private static byte code(TransportProtocol protocol) {
    return switch (protocol) {
      case UDP -> 1;
      case TCP -> 2;
      case TLS -> 3;
      case WS -> 4;
      case WSS -> 5;
    };
  }

  private static TransportProtocol protocol(byte code) {
    for (TransportProtocol protocol : TransportProtocol.values()) {
      if (code(protocol) == code) {
        return protocol;
      }
    }
    throw new IllegalArgumentException("transport " + code);
  }
}
