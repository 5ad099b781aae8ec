package usher.sip.sdp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session description: the origin, the other session lines as they came, and the media sections.
 * Immutable.
 *
 * @param origin who described which session in which version
 * @param lines the session's lines besides {@code v=} and {@code o=}, in their order
 * @param media the sections; their order is their identity (RFC 3264 6)
 */
public record SessionDescription(Origin origin, List<SdpLine> lines, List<MediaDescription> media) {

  /** The media type of a body that is one of these. */
  public static final String CONTENT_TYPE = "application/sdp";

  private static final int USUAL_LENGTH = 512;

  public SessionDescription {
    lines = List.copyOf(lines);
    media = List.copyOf(media);
  }

  /** Reads a body. Throws nothing but {@link SdpException}, whatever the bytes are. */
  public static SessionDescription parse(byte[] body) throws SdpException {
    return new SdpParser(new String(body, ISO_8859_1)).parse();
  }

  /** Reads a text as its UTF-8 bytes. */
  public static SessionDescription parse(String text) throws SdpException {
    return parse(text.getBytes(UTF_8));
  }

  /**
   * The same session told by another origin, which is all that a back-to-back user agent must
   * change.
   */
  public SessionDescription withOrigin(Origin other) {
    return new SessionDescription(other, lines, media);
  }

  /** The first audio stream over RTP, open or not, that is not refused; null without one. */
  public @Nullable AudioStream audio() {
    return AudioStream.in(this);
  }

  /** Where {@code section}, one of ours, is received; null when nothing says so. */
  public @Nullable Connection connection(MediaDescription section) {
    var own = section.connection();
    return own != null ? own : SdpParser.connection(lines);
  }

  /**
   * Which way {@code section}, one of ours, flows: its own attribute, else the session's, else both
   * ways.
   */
  public Direction direction(MediaDescription section) {
    var own = SdpParser.direction(section.lines());
    var session = own != null ? own : SdpParser.direction(lines);
    return session != null ? session : Direction.SENDRECV;
  }

  /** The body, with CRLF after each line. */
  public byte[] toBytes() {
    return toString().getBytes(ISO_8859_1);
  }

  /** The body as text, one char a byte. */
  @Override
  public String toString() {
    var text = new StringBuilder(USUAL_LENGTH).append("v=0\r\n");
    origin.line().render(text);
    lines.forEach(line -> line.render(text));
    media.forEach(section -> section.render(text));
    return text.toString();
  }
}
