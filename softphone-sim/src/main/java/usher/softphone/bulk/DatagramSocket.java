package usher.softphone.bulk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import usher.softphone.audio.Voice;

/** The one UDP socket of many phones, connected to their server. */
final class DatagramSocket implements PhoneSocket {
  private final Wiring wiring;
  private final InetSocketAddress server;
  private final Wiring.Ear ear;
  private volatile Channel channel;

  private DatagramSocket(Wiring wiring, InetSocketAddress server, Wiring.Ear ear, Channel channel) {
    this.wiring = wiring;
    this.server = server;
    this.ear = ear;
    this.channel = channel;
  }

  /**
   * Opens one. It hears nothing yet.
   *
   * @throws IOException where there can be no such socket
   */
  static DatagramSocket open(Wiring wiring, Access access, Wiring.Ear ear) throws IOException {
    Channel channel = channel(wiring, access.server(), access.at());
    return new DatagramSocket(wiring, access.server(), ear, channel);
  }

  private static Channel channel(Wiring wiring, InetSocketAddress server, InetSocketAddress at)
      throws IOException {
    ChannelFuture opening =
        Wiring.datagrams(wiring.loop())
            .handler(new ChannelInboundHandlerAdapter())
            .connect(server, at);
    opening.awaitUninterruptibly();
    if (!opening.isSuccess()) {
      String why = opening.cause().getMessage();
      throw new IOException("no socket at " + at + " to " + server + ": " + why);
    }
    wiring.opened(opening.channel());
    return opening.channel();
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  @Override
  public void listen() {
    channel.pipeline().addLast(new Datagrams());
    channel.config().setAutoRead(true);
  }

  /** What cannot be sent is lost, as on a wire. */
  @Override
  public void send(String message) {
    Channel out = channel;
    ByteBuf bytes = out.alloc().directBuffer(message.length());
    ByteBufUtil.writeAscii(bytes, message);
    var _ = out.write(bytes, out.voidPromise());
    wiring.wrote(out);
  }

  @Override
  public Voice.@Nullable Port audio(Voice voice) {
    return AudioSocket.open(wiring, address().getAddress(), voice, System::nanoTime);
  }

  @Override
  public void moveTo(InetSocketAddress address) throws IOException {
    close();
    channel = channel(wiring, server, address);
    listen();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }

  /** Hears what comes. */
  private final class Datagrams extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      ear.heard(packet.content().toString(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      wiring.turnEnds();
    }

    /** A server that is not there, for example: the phones' timers notice the silence. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      wiring.failed(context.channel(), cause);
    }
  }
}
