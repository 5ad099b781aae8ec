package usher.sip.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The short-term credentials of connectivity checks (RFC 8839 5.4). */
public record IceCredentials(String ufrag, String password) {
  private static final int UFRAG_MIN = 4;
  private static final int PASSWORD_MIN = 22;
  private static final int LENGTH_MAX = 256;

  /** Others of the same secret, as an ICE restart needs them. */
  IceCredentials generation(int number) {
    return number == 0 ? this : new IceCredentials(ufrag + number, password + number);
  }

  List<SdpLine> lines() {
    return List.of(
        SdpLine.attribute("ice-ufrag:" + ufrag), SdpLine.attribute("ice-pwd:" + password));
  }

  static @Nullable IceCredentials in(List<SdpLine> lines) {
    var ufrag = SdpParser.attribute(lines, "ice-ufrag");
    var password = SdpParser.attribute(lines, "ice-pwd");
    return ufrag == null
            || password == null
            || !fits(ufrag, UFRAG_MIN)
            || !fits(password, PASSWORD_MIN)
        ? null
        : new IceCredentials(ufrag, password);
  }

  private static boolean fits(String text, int shortest) {
    return text.length() >= shortest && text.length() <= LENGTH_MAX;
  }
}
