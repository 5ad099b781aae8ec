package usher.sip.message;

import javax.sip.address.URI;

/** Reads URIs that stand for themselves, outside any message. */
public final class Uris {
  private Uris() {}

  /** The URI in this text: a {@code SipURI}, a {@code TelURL}, or something else with a scheme. */
  public static URI parse(String text) throws MalformedMessageException {
    return JainHeaders.parseUri(text);
  }
}
