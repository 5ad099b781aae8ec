package usher.sip.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Records of the kinds that RFC 3263 asks for. What is malformed counts as not there. */
final class DnsAnswers {
  /** More servers behind one name than anybody has; the rest is left out. */
  private static final int MOST = 32;

  /** A record with what it says. */
  record Answer<T>(T value, long ttlS) {}

  /** RFC 2782. */
  record Srv(int priority, int weight, int port, String target) {}

  /** RFC 3403, as far as SIP uses it. */
  record Naptr(int order, int preference, String flags, String service, String replacement) {}

  private interface Reader<T> {
    T read(ByteBuf content) throws UnknownHostException;
  }

  private final DnsNameResolver resolver;

  DnsAnswers(DnsNameResolver resolver) {
    this.resolver = resolver;
  }

  CompletableFuture<List<Answer<Srv>>> srv(String name) {
    return ask(
        name,
        DnsRecordType.SRV,
        content ->
            new Srv(
                content.readUnsignedShort(),
                content.readUnsignedShort(),
                content.readUnsignedShort(),
                name(content)));
  }

  CompletableFuture<List<Answer<Naptr>>> naptr(String name) {
    return ask(
        name,
        DnsRecordType.NAPTR,
        content -> {
          int order = content.readUnsignedShort();
          int preference = content.readUnsignedShort();
          String flags = text(content);
          String service = text(content);
          text(content);
          return new Naptr(order, preference, flags, service, name(content));
        });
  }

  /**
   * Its addresses, whose host string is another name.
   *
   * @param called by which the certificate of who is there is looked at
   */
  CompletableFuture<List<Answer<InetAddress>>> addresses(
      String name, DnsRecordType type, String called) {
    return ask(
        name,
        type,
        content -> {
          byte[] octets = new byte[content.readableBytes()];
          content.readBytes(octets);
          return InetAddress.getByAddress(called, octets);
        });
  }

  /** Never fails: a server that does not answer, or says that there is no such name, has none. */
  private <T> CompletableFuture<List<Answer<T>>> ask(
      String name, DnsRecordType type, Reader<T> reader) {
    CompletableFuture<List<Answer<T>>> answer = new CompletableFuture<>();
    var asked = resolver.resolveAll(new DefaultDnsQuestion(name, type));
    asked.addListener(
        _ -> answer.complete(asked.isSuccess() ? read(asked.getNow(), type, reader) : List.of()));
    return answer;
  }

  private static <T> List<Answer<T>> read(
      List<DnsRecord> records, DnsRecordType type, Reader<T> reader) {
    List<Answer<T>> answers = new ArrayList<>();
    for (DnsRecord record : records) {
      T value = record.type().equals(type) ? read(record, reader) : null;
      if (value != null && answers.size() < MOST) {
        answers.add(new Answer<>(value, record.timeToLive()));
      }
      ReferenceCountUtil.release(record);
    }
    return answers;
  }

  private static <T> @Nullable T read(DnsRecord record, Reader<T> reader) {
    try {
      return record instanceof DnsRawRecord raw ? reader.read(raw.content()) : null;
    } catch (IndexOutOfBoundsException | CorruptedFrameException | UnknownHostException e) {
      return null;
    }
  }

  private static String name(ByteBuf content) {
    String name = DefaultDnsRecordDecoder.decodeName(content);
    String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return plain.toLowerCase(Locale.ROOT);
  }

  private static String text(ByteBuf content) {
    return content
        .readCharSequence(content.readUnsignedByte(), StandardCharsets.US_ASCII)
        .toString();
  }
}
