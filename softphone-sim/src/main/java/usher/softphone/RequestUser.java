package usher.softphone;

import usher.sip.message.SipRequest;

/** For whom a request is, found without parsing its URI: it is asked for on every new call. */
final class RequestUser {
  private static final String SCHEME = "sip:";

  private RequestUser() {}

  /** The user part of the Request-URI, empty where it has none. */
  static String of(SipRequest request) {
    String uri = request.requestUri();
    int at = uri.indexOf('@');
    boolean sip = uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    return at < 0 || !sip ? "" : withoutParameters(uri.substring(SCHEME.length(), at));
  }

  private static String withoutParameters(String user) {
    int end = 0;
    while (end < user.length() && user.charAt(end) != ';' && user.charAt(end) != ':') {
      end++;
    }
    return user.substring(0, end);
  }
}
