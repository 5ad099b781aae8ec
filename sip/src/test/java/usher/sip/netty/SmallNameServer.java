package usher.sip.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A name server on the loopback that knows what a test tells it. */
final class SmallNameServer implements AutoCloseable {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Kept(DnsRecordType type, long ttlS, byte[] content) {}

  private final Map<String, List<Kept>> zone = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final MultiThreadIoEventLoopGroup thread =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel channel;

  SmallNameServer() {
    channel =
        new Bootstrap()
            .group(thread)
            .channel(NioDatagramChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    opened
                        .pipeline()
                        .addLast(new DatagramDnsQueryDecoder())
                        .addLast(new DatagramDnsResponseEncoder())
                        .addLast(new Answering());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** What it was asked, such as {@code SRV _sip._udp.north.example.}. */
  List<String> asked() {
    return asked;
  }

  void a(String name, String ip, long ttlS) {
    byte[] octets = InetAddress.ofLiteral(ip).getAddress();
    add(name, octets.length == 4 ? DnsRecordType.A : DnsRecordType.AAAA, ttlS, octets);
  }

  void srv(String name, int priority, int weight, int port, String target) {
    ByteBuf content = Unpooled.buffer();
    content.writeShort(priority).writeShort(weight).writeShort(port);
    add(name, DnsRecordType.SRV, 60, octets(name(content, target)));
  }

  void naptr(String name, int order, String service, String replacement) {
    ByteBuf content = Unpooled.buffer().writeShort(order).writeShort(10);
    text(text(text(content, "s"), service), "");
    add(name, DnsRecordType.NAPTR, 60, octets(name(content, replacement)));
  }

  void broken(String name, DnsRecordType type) {
    add(name, type, 60, new byte[] {1, 2, 3});
  }

  private void add(String name, DnsRecordType type, long ttlS, byte[] content) {
    zone.computeIfAbsent(name + ".", _ -> new ArrayList<>()).add(new Kept(type, ttlS, content));
  }

  private static ByteBuf text(ByteBuf to, String text) {
    return to.writeByte(text.length()).writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static ByteBuf name(ByteBuf to, String name) {
    for (String label : List.of(name.split("\\.", -1))) {
      text(to, label);
    }
    return to.writeByte(0);
  }

  private static byte[] octets(ByteBuf content) {
    byte[] octets = new byte[content.readableBytes()];
    content.readBytes(octets);
    return octets;
  }

  private final class Answering extends SimpleChannelInboundHandler<DatagramDnsQuery> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
      DnsQuestion question = query.recordAt(DnsSection.QUESTION);
      asked.add(question.type().name() + " " + question.name());
      var answer =
          new DatagramDnsResponse(
              /* sender= */ query.recipient(), /* recipient= */ query.sender(), query.id());
      answer.addRecord(
          DnsSection.QUESTION, new DefaultDnsQuestion(question.name(), question.type()));
      List<Kept> known = zone.getOrDefault(question.name(), List.of());
      answer.setCode(known.isEmpty() ? DnsResponseCode.NXDOMAIN : DnsResponseCode.NOERROR);
      for (Kept kept : known) {
        if (kept.type().equals(question.type())) {
          answer.addRecord(
              DnsSection.ANSWER,
              new DefaultDnsRawRecord(
                  question.name(),
                  kept.type(),
                  kept.ttlS(),
                  Unpooled.wrappedBuffer(kept.content())));
        }
      }
      Quietly.ignore(context.writeAndFlush(answer));
    }
  }

  @Override
  public void close() {
    thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
