package usher.sip.media;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import usher.sip.media.Rtcp.Report;
import usher.sip.media.secure.SrtpSender;
import usher.sip.sdp.Codec;
import usher.sip.sdp.Direction;
import usher.sip.sdp.NegotiatedAudio;
import usher.sip.sdp.NegotiatedAudio.Numbers;

/** A far end with plain sockets: says what it is told to and shows what it hears. */
final class TestPhone implements AutoCloseable {
  /** Long enough for a machine that is busy with other things; only a failing test waits for it. */
  private static final int PATIENCE_MS = 10_000;

  private final DatagramSocket rtp;
  private final DatagramSocket rtcp;
  private final int ssrc = ThreadLocalRandom.current().nextInt();
  private int sequence = ThreadLocalRandom.current().nextInt(0x10000);
  private int timestamp = ThreadLocalRandom.current().nextInt();

  /** An RTP packet as it came. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Heard(
      int payloadType,
      boolean marker,
      int sequence,
      int timestamp,
      int ssrc,
      byte[] payload,
      InetSocketAddress from) {}

  TestPhone(InetAddress address) throws IOException {
    rtp = new DatagramSocket(0, address);
    rtcp = new DatagramSocket(0, address);
    rtp.setSoTimeout(PATIENCE_MS);
    rtcp.setSoTimeout(PATIENCE_MS);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) rtp.getLocalSocketAddress();
  }

  int ssrc() {
    return ssrc;
  }

  /** The number of the packet that was sent last. */
  int sequence() {
    return sequence & 0xffff;
  }

  int timestamp() {
    return timestamp;
  }

  /** What is agreed with this phone. */
  NegotiatedAudio agreed(Codec codec, @Nullable Integer event, Direction direction) {
    return agreed(address(), codec, event, direction);
  }

  NegotiatedAudio agreed(
      InetSocketAddress announced, Codec codec, @Nullable Integer event, Direction direction) {
    int type = codec.staticPayloadType();
    return new NegotiatedAudio(
        announced,
        (InetSocketAddress) rtcp.getLocalSocketAddress(),
        codec,
        new Numbers(type, type),
        event == null ? null : new Numbers(event, event),
        direction,
        false);
  }

  /** Says the next 20 ms. */
  void say(MediaPort to, Codec codec, byte[] payload) {
    timestamp += 160;
    send(to.rtpAddress(), codec.staticPayloadType(), payload);
  }

  /** Says a frame that can be told from others. */
  void say(MediaPort to, Codec codec, int text) {
    var payload = new byte[160];
    Arrays.fill(payload, (byte) text);
    say(to, codec, payload);
  }

  /** Presses a key: one packet of it and three of its end. */
  void press(MediaPort to, int payloadType, char key) {
    timestamp += 160;
    for (int i = 0; i < 4; i++) {
      var event = Unpooled.buffer();
      new DtmfEvent(DtmfEvent.eventOf(key), i > 0, 10, 400).write(event);
      send(to.rtpAddress(), payloadType, ByteBufUtil.getBytes(event));
    }
  }

  void send(InetSocketAddress to, int payloadType, byte[] payload) {
    var packet = Unpooled.buffer();
    Rtp.begin(packet, payloadType, ++sequence & 0xffff, timestamp, ssrc);
    send(rtp, to, ByteBufUtil.getBytes(packet.writeBytes(payload)));
  }

  /** Says the next 20 ms so that only who has the key understands; the packet as it went out. */
  byte[] say(MediaPort to, SrtpSender secured, int text) {
    timestamp += 160;
    var packet = Unpooled.buffer();
    Rtp.begin(packet, 0, ++sequence & 0xffff, timestamp, ssrc);
    for (int i = 0; i < 160; i++) {
      packet.writeByte(text);
    }
    secured.protect(packet);
    var bytes = ByteBufUtil.getBytes(packet);
    say(to, bytes);
    return bytes;
  }

  /** Sends these bytes to the port. */
  void say(MediaPort to, byte[] bytes) {
    send(rtp, to.rtpAddress(), bytes);
  }

  void report(MediaPort to, Report report) {
    var packet = Unpooled.buffer();
    Rtcp.write(report, "alice@her-desk", packet);
    var address = to.rtpAddress();
    send(
        rtcp,
        new InetSocketAddress(address.getAddress(), address.getPort() + 1),
        ByteBufUtil.getBytes(packet));
  }

  private static void send(DatagramSocket socket, InetSocketAddress to, byte[] bytes) {
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next packet that comes. */
  Heard hear() {
    var datagram = receive(rtp);
    var packet = Unpooled.wrappedBuffer(datagram.getData(), 0, datagram.getLength());
    return new Heard(
        Rtp.payloadType(packet),
        Rtp.marker(packet),
        Rtp.sequence(packet),
        Rtp.timestamp(packet),
        Rtp.ssrc(packet),
        ByteBufUtil.getBytes(packet.slice(12, packet.readableBytes() - 12)),
        (InetSocketAddress) datagram.getSocketAddress());
  }

  /** The next report that comes, as bytes. */
  byte[] hearReport() {
    var datagram = receive(rtcp);
    return Arrays.copyOf(datagram.getData(), datagram.getLength());
  }

  private static DatagramPacket receive(DatagramSocket socket) {
    var datagram = new DatagramPacket(new byte[2048], 2048);
    try {
      socket.receive(datagram);
    } catch (IOException e) {
      throw new AssertionError("nothing heard", e);
    }
    return datagram;
  }

  /**
   * Whether nothing has come. What could have come has come when another phone has meanwhile heard
   * something that the same thread sent later.
   */
  boolean hasHeardNothing() throws IOException {
    rtp.setSoTimeout(1);
    try {
      rtp.receive(new DatagramPacket(new byte[2048], 2048));
      return false;
    } catch (SocketTimeoutException nothing) {
      return true;
    } finally {
      rtp.setSoTimeout(PATIENCE_MS);
    }
  }

  @Override
  public void close() {
    rtp.close();
    rtcp.close();
  }
}
