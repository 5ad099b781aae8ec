package usher.perf.media;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import usher.sip.media.MediaListener;
import usher.sip.media.MediaPlane;
import usher.sip.media.MediaPort;
import usher.sip.sdp.Codec;
import usher.sip.sdp.Direction;
import usher.sip.sdp.NegotiatedAudio;
import usher.sip.sdp.NegotiatedAudio.Numbers;

/**
 * One far end and the port of the plane that it talks to. Its packets are G.711 of 20 ms whose
 * first bytes say when they were sent, and in which run.
 */
final class Phone {
  /** RTP header and 20 ms. */
  static final int PACKET_BYTES = 172;

  private static final int HEADER_BYTES = 12;
  private static final int RTP_VERSION = 0x80;
  private static final int FRAME_UNITS = 160;
  private static final int RUN_AT = HEADER_BYTES + Long.BYTES;

  private final DatagramChannel channel;
  private final MediaPort port;
  private final int ssrc;
  private final ByteBuffer packet = ByteBuffer.allocateDirect(PACKET_BYTES);
  private int sequence;

  private Phone(DatagramChannel channel, MediaPort port, int ssrc) {
    this.channel = channel;
    this.port = port;
    this.ssrc = ssrc;
  }

  /** Opens both ends. */
  static Phone open(MediaPlane plane, InetAddress address, Selector selector, int ssrc)
      throws IOException {
    MediaPort port = plane.open(MediaListener.NONE, null);
    if (port == null) {
      throw new IOException("no media port for phone " + ssrc);
    }
    DatagramChannel channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(address, 0));
    channel.connect(port.rtpAddress());
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
    Phone phone = new Phone(channel, port, ssrc);
    port.remote(phone.agreed());
    return phone;
  }

  private NegotiatedAudio agreed() throws IOException {
    InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
    Codec codec = Codec.PCMU;
    Numbers type = new Numbers(codec.staticPayloadType(), codec.staticPayloadType());
    InetSocketAddress rtcp = new InetSocketAddress(local.getAddress(), local.getPort() + 1);
    return new NegotiatedAudio(local, rtcp, codec, type, null, Direction.SENDRECV, false);
  }

  void join(Phone other) {
    port.join(other.port);
  }

  /** Sends the next 20 ms; false where its socket has no room. */
  boolean say(byte run) throws IOException {
    sequence++;
    packet.clear();
    packet.put((byte) RTP_VERSION).put((byte) Codec.PCMU.staticPayloadType());
    packet.putShort((short) sequence).putInt(sequence * FRAME_UNITS).putInt(ssrc);
    packet.putLong(System.nanoTime()).put(run);
    packet.position(0).limit(PACKET_BYTES);
    return channel.write(packet) > 0;
  }

  /** When a packet was sent. */
  static long sentNs(ByteBuffer heard) {
    return heard.getLong(HEADER_BYTES);
  }

  /** In which run it was sent. */
  static byte run(ByteBuffer heard) {
    return heard.get(RUN_AT);
  }

  void close() throws IOException {
    port.close();
    channel.close();
  }
}
