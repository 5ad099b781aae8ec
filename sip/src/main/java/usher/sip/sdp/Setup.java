package usher.sip.sdp;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who begins the DTLS handshake ({@code a=setup}, RFC 4145 and RFC 8842). */
public enum Setup {
  /** The writer does: it is the client. */
  ACTIVE,
  /** The reader does. */
  PASSIVE,
  /** The answerer may choose. */
  ACTPASS;

  SdpLine line() {
    return SdpLine.attribute("setup:" + name().toLowerCase(Locale.ROOT));
  }

  static @Nullable Setup in(List<SdpLine> lines) {
    var value = SdpParser.attribute(lines, "setup");
    for (var setup : values()) {
      if (setup.name().equalsIgnoreCase(value)) {
        return setup;
      }
    }
    return null;
  }
}
