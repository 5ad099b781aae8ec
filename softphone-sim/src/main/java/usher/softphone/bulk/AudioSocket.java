package usher.softphone.bulk;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import usher.softphone.audio.Packet;
import usher.softphone.audio.Voice;

/** The UDP socket of one call's audio, on the fleet's thread. */
final class AudioSocket implements Voice.Port {
  private static final int HEADER = 12;
  private static final int VERSION_BITS = 6;
  private static final int VERSION = 2;
  private static final int SOURCE_AT = 8;
  private static final int TYPE = 0x7F;

  /** Bytes of an Ethernet frame's content. */
  private static final int DATAGRAM_BYTES = 1_500;

  private final Channel channel;

  private AudioSocket(Channel channel) {
    this.channel = channel;
  }

  /** Opens one at a port that the system chooses; null where there is none left. */
  static @Nullable AudioSocket open(
      Wiring wiring, InetAddress at, Voice voice, LongSupplier clock) {
    Channel channel =
        Wiring.audio(wiring.loop(), DATAGRAM_BYTES)
            .handler(new Packets(wiring, voice, clock))
            .register()
            .channel();
    wiring.opened(channel);
    // On the loop's own thread it is bound at once.
    return channel.bind(new InetSocketAddress(at, 0)).isSuccess() ? new AudioSocket(channel) : null;
  }

  @Override
  public int number() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** What cannot be sent is lost, as on a wire. */
  @Override
  public void send(byte[] packet, InetSocketAddress to) {
    ByteBuf bytes = channel.alloc().directBuffer(packet.length).writeBytes(packet);
    var _ = channel.writeAndFlush(new DatagramPacket(bytes, to), channel.voidPromise());
  }

  @Override
  public void close() {
    var _ = channel.close();
  }

  /** Hears what comes: G.711 (RFC 3551) and nothing else, such as reports. */
  private static final class Packets extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Wiring wiring;
    private final Voice voice;
    private final LongSupplier clock;

    Packets(Wiring wiring, Voice voice, LongSupplier clock) {
      this.wiring = wiring;
      this.voice = voice;
      this.clock = clock;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
      ByteBuf bytes = datagram.content();
      int start = bytes.readerIndex();
      if (bytes.readableBytes() >= HEADER
          && bytes.getUnsignedByte(start) >> VERSION_BITS == VERSION
          && (bytes.getByte(start + 1) & TYPE) == 0) {
        voice.heard(
            clock.getAsLong(),
            new Packet(
                bytes.getInt(start + SOURCE_AT),
                bytes.getUnsignedShort(start + 2),
                bytes.getUnsignedInt(start + Integer.BYTES)));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      wiring.failed(context.channel(), cause);
    }
  }
}
