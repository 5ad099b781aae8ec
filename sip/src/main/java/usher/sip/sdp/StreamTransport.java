package usher.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a description says of how the packets of a stream travel.
 *
 * @param rtcpMux whether its writer takes RTCP on the RTP port (RFC 5761)
 * @param ice its credentials; null where it does no connectivity checks
 * @param fingerprint of its certificate; null without one
 * @param setup who is to begin the handshake; null where it does not say
 * @param crypto its keys, those that can be used
 * @param mid its name among the sections (RFC 5888); null without one
 * @param bundled whether it is in a BUNDLE group (RFC 9143)
 */
public record StreamTransport(
    Profile profile,
    boolean rtcpMux,
    @Nullable IceCredentials ice,
    @Nullable Fingerprint fingerprint,
    @Nullable Setup setup,
    List<Crypto> crypto,
    @Nullable String mid,
    boolean bundled) {

  public StreamTransport {
    crypto = List.copyOf(crypto);
  }

  /** Whether it has what its profile needs. */
  boolean keyed() {
    return switch (profile) {
      case PLAIN -> true;
      case SDES -> !crypto.isEmpty();
      case DTLS -> fingerprint != null;
    };
  }

  /** Null where the section's protocol is not RTP as we know it. */
  static @Nullable StreamTransport of(SessionDescription whole, MediaDescription section) {
    // What stands in the section comes first, and holds (RFC 8122 5, RFC 8839 5.4).
    var lines = new ArrayList<>(section.lines());
    lines.addAll(whole.lines());
    var fingerprint = Fingerprint.in(lines);
    var profile = Profile.of(section.protocol(), fingerprint != null);
    var mid = SdpParser.attribute(section.lines(), "mid");
    return profile == null
        ? null
        : new StreamTransport(
            profile,
            SdpParser.attribute(section.lines(), "rtcp-mux") != null,
            IceCredentials.in(lines),
            fingerprint,
            Setup.in(lines),
            Crypto.in(section.lines()),
            mid,
            mid != null && isBundled(whole, mid));
  }

  private static boolean isBundled(SessionDescription whole, String mid) {
    return whole.lines().stream()
        .filter(line -> line.isAttribute("group"))
        .map(line -> List.of(SdpParser.fields(line.attributeValue())))
        .anyMatch(group -> group.indexOf("BUNDLE") == 0 && group.contains(mid));
  }
}
