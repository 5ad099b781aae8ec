package usher.sip.sdp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code m=} section.
 *
 * @param type {@code audio}, {@code video} ...
 * @param port 0 to 65535; 0 refuses or ends the stream
 * @param portCount ports asked for, nearly always 1
 * @param protocol such as {@code RTP/AVP}
 * @param formats as written, in the order of preference
 * @param lines all that follows up to the next section
 */
public record MediaDescription(
    String type,
    int port,
    int portCount,
    String protocol,
    List<String> formats,
    List<SdpLine> lines) {

  private static final int HIGHEST_PORT = 65_535;

  /** As many as there are RTP payload types. */
  private static final int MAX_FORMATS = 128;

  public MediaDescription {
    formats = List.copyOf(formats);
    lines = List.copyOf(lines);
  }

  /**
   * The section that {@code value} of an m= line opens, still without lines; null when malformed.
   */
  static @Nullable MediaDescription of(String value) {
    var f = SdpParser.fields(value);
    if (f.length < 4 || f.length > 3 + MAX_FORMATS) {
      return null;
    }
    var ports = f[1].split("/", 2);
    int port = SdpParser.number(ports[0], HIGHEST_PORT);
    int count = ports.length == 1 ? 1 : SdpParser.number(ports[1], HIGHEST_PORT);
    if (port < 0 || count < 1) {
      return null;
    }
    return new MediaDescription(
        f[0], port, count, f[2], List.of(f).subList(3, f.length), List.of());
  }

  MediaDescription with(List<SdpLine> newLines) {
    return new MediaDescription(type, port, portCount, protocol, formats, newLines);
  }

  /**
   * RFC 3264 6: a stream is refused by port zero; one format has to stay for the grammar's sake.
   */
  MediaDescription refused() {
    return new MediaDescription(type, 0, 1, protocol, formats.subList(0, 1), List.of());
  }

  /** The formats that are RTP payload types with a known mapping. */
  public List<PayloadType> payloadTypes() {
    List<PayloadType> types = new ArrayList<>(formats.size());
    for (String format : formats) {
      PayloadType type = PayloadType.of(format, lines);
      if (type != null) {
        types.add(type);
      }
    }
    return Collections.unmodifiableList(types);
  }

  /** This section's own {@code c=} line; null when the session's holds. */
  public @Nullable Connection connection() {
    return SdpParser.connection(lines);
  }

  /** {@code a=ptime} in milliseconds, null when absent or senseless. */
  public @Nullable Integer ptimeMs() {
    var value = SdpParser.attribute(lines, "ptime");
    int ms = value == null ? -1 : SdpParser.number(value, 1000);
    return ms > 0 ? ms : null;
  }

  void render(StringBuilder into) {
    into.append("m=").append(type).append(' ').append(port);
    if (portCount != 1) {
      into.append('/').append(portCount);
    }
    into.append(' ').append(protocol);
    formats.forEach(format -> into.append(' ').append(format));
    into.append("\r\n");
    lines.forEach(line -> line.render(into));
  }
}
