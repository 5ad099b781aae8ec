package usher.sip.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a description says of its audio, read without answering it. Enough to pass a caller's offer
 * to an agent untouched and still know whether it can be spoken with and whether it asks for hold.
 *
 * @param index which media section it is
 * @param rtp where its writer receives RTP; null without a usable address; an address of zeros when
 *     held the old way
 * @param rtcp where its writer receives RTCP; null with {@code rtp}
 * @param direction the flow seen by its writer, after the old way of hold has been translated
 * @param codecs the G.711 forms it lists, in its order of preference
 * @param telephoneEvent its RFC 4733 type, null without one
 * @param transport how its packets travel
 */
public record AudioStream(
    int index,
    @Nullable InetSocketAddress rtp,
    @Nullable InetSocketAddress rtcp,
    Direction direction,
    List<PayloadType> codecs,
    @Nullable PayloadType telephoneEvent,
    StreamTransport transport) {

  public AudioStream {
    codecs = List.copyOf(codecs);
  }

  /** Whether its writer wants to hear nothing for now. */
  public boolean held() {
    return !direction.receives();
  }

  /** Whether we could talk with it. */
  public boolean speaksG711() {
    return !codecs.isEmpty() && rtp != null;
  }

  /** Whether another phone that knows nothing of ICE and SRTP could be told of it. */
  public boolean plain() {
    return transport.profile() == Profile.PLAIN;
  }

  /** The first that could be taken, else the first that there is. */
  static @Nullable AudioStream in(SessionDescription description) {
    AudioStream first = null;
    for (int i = 0; i < description.media().size(); i++) {
      var section = description.media().get(i);
      var transport = isAudio(section) ? StreamTransport.of(description, section) : null;
      if (transport != null && transport.keyed()) {
        return of(description, section, transport, i);
      }
      if (transport != null && first == null) {
        first = of(description, section, transport, i);
      }
    }
    return first;
  }

  private static boolean isAudio(MediaDescription section) {
    return section.type().equalsIgnoreCase("audio") && section.port() != 0;
  }

  private static AudioStream of(
      SessionDescription whole, MediaDescription section, StreamTransport transport, int index) {
    var connection = whole.connection(section);
    var ip = connection == null ? null : connection.ip();
    List<PayloadType> spoken = new ArrayList<>();
    PayloadType events = null;
    for (var type : section.payloadTypes()) {
      if (codec(type) != null) {
        spoken.add(type);
      } else if (events == null && type.isTelephoneEvent()) {
        events = type;
      }
    }
    return new AudioStream(
        index,
        ip == null ? null : new InetSocketAddress(ip, section.port()),
        ip == null ? null : rtcp(section, ip),
        direction(whole, section, transport.ice() == null ? connection : null),
        spoken,
        events,
        transport);
  }

  /**
   * RFC 3264 8.4: an address of zeros means that nothing may be sent to it, whatever the direction
   * attribute says. With ICE it means that candidates come later (RFC 8838).
   */
  private static Direction direction(
      SessionDescription whole, MediaDescription section, @Nullable Connection connection) {
    var written = whole.direction(section);
    boolean hears = connection == null || !connection.isZero();
    return Direction.of(written.sends(), written.receives() && hears);
  }

  /** RFC 3605: {@code a=rtcp:port [IN IP4 address]}; else the next port (RFC 3550 11). */
  private static InetSocketAddress rtcp(MediaDescription section, InetAddress ip) {
    var value = SdpParser.attribute(section.lines(), "rtcp");
    if (value != null) {
      var f = SdpParser.fields(value);
      int port = f.length == 0 ? -1 : SdpParser.number(f[0], 65_535);
      var host = f.length == 4 ? Connection.literal(f[3]) : ip;
      if (port > 0 && host != null) {
        return new InetSocketAddress(host, port);
      }
    }
    return new InetSocketAddress(ip, Math.min(section.port() + 1, 65_535));
  }

  static @Nullable Codec codec(PayloadType type) {
    for (var codec : Codec.values()) {
      if (codec.is(type)) {
        return codec;
      }
    }
    return null;
  }
}
