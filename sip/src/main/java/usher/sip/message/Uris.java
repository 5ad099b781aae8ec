package usher.sip.message;

import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;

/** Reads URIs that stand for themselves, outside any message. */
public final class Uris {
  private Uris() {}

  /** The URI in this text: a {@code SipURI}, a {@code TelURL}, or something else with a scheme. */
  public static URI parse(String text) throws MalformedMessageException {
    return JainHeaders.parseUri(text);
  }

  /** The SIP or SIPS URI in this text; null where it is anything else. */
  public static @Nullable SipURI sip(String text) {
    try {
      return parse(text) instanceof SipURI sip ? sip : null;
    } catch (MalformedMessageException e) {
      return null;
    }
  }
}
