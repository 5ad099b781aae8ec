package usher.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Header fields that this stack reads or writes, with their compact forms (RFC 3261 7.3.3 and the
 * documents that define each). A name that is not here is {@link #OTHER}: kept, copied, reachable
 * by its text.
 */
public enum Header {
  VIA("Via", 'v'),
  FROM("From", 'f'),
  TO("To", 't'),
  CALL_ID("Call-ID", 'i'),
  CSEQ("CSeq"),
  MAX_FORWARDS("Max-Forwards"),
  CONTACT("Contact", 'm'),
  ROUTE("Route"),
  RECORD_ROUTE("Record-Route"),
  CONTENT_TYPE("Content-Type", 'c'),
  CONTENT_LENGTH("Content-Length", 'l'),
  CONTENT_ENCODING("Content-Encoding", 'e'),
  CONTENT_DISPOSITION("Content-Disposition"),
  CONTENT_LANGUAGE("Content-Language"),
  ACCEPT("Accept"),
  ACCEPT_ENCODING("Accept-Encoding"),
  ALLOW("Allow"),
  ALLOW_EVENTS("Allow-Events", 'u'),
  AUTHORIZATION("Authorization"),
  PROXY_AUTHORIZATION("Proxy-Authorization"),
  WWW_AUTHENTICATE("WWW-Authenticate"),
  PROXY_AUTHENTICATE("Proxy-Authenticate"),
  AUTHENTICATION_INFO("Authentication-Info"),
  DATE("Date"),
  DIVERSION("Diversion"),
  EVENT("Event", 'o'),
  EXPIRES("Expires"),
  HISTORY_INFO("History-Info"),
  INFO_PACKAGE("Info-Package"),
  RECV_INFO("Recv-Info"),
  MIN_EXPIRES("Min-Expires"),
  FLOW_TIMER("Flow-Timer"),
  PATH("Path"),
  PRIORITY("Priority"),
  PRIVACY("Privacy"),
  P_ASSERTED_IDENTITY("P-Asserted-Identity"),
  PROXY_REQUIRE("Proxy-Require"),
  RACK("RAck"),
  REASON("Reason"),
  REFER_TO("Refer-To", 'r'),
  REFERRED_BY("Referred-By", 'b'),
  REPLACES("Replaces"),
  REQUIRE("Require"),
  RETRY_AFTER("Retry-After"),
  RSEQ("RSeq"),
  SERVER("Server"),
  SESSION_EXPIRES("Session-Expires", 'x'),
  MIN_SE("Min-SE"),
  SUBJECT("Subject", 's'),
  SUBSCRIPTION_STATE("Subscription-State"),
  SUPPORTED("Supported", 'k'),
  TIMESTAMP("Timestamp"),
  UNSUPPORTED("Unsupported"),
  USER_AGENT("User-Agent"),
  WARNING("Warning"),
  /** Any other header field; ask for it by name. */
  OTHER("");

  private static final int LONGEST_NAME = 32;
  private static final Map<String, Header> BY_NAME = byName();
  private static final Header[][] BY_LENGTH = byLength();
  private static final Header[] BY_COMPACT_FORM = byCompactForm();

  private final String text;
  private final char compactForm;

  @SuppressWarnings("ImmutableEnumChecker") // never written to
  private final byte[] start;

  Header(String text) {
    this(text, '\0');
  }

  Header(String text, char compactForm) {
    this.text = text;
    this.compactForm = compactForm;
    this.start = (text + ": ").getBytes(StandardCharsets.US_ASCII);
  }

  /** The name as we write it. */
  public String text() {
    return text;
  }

  /** How a line of it begins, value next. Not to be written to. */
  byte[] start() {
    return start;
  }

  /** The header field of this name, long or compact, in any case. */
  public static Header of(String name) {
    if (name.length() == 1 && name.charAt(0) < 128) {
      return BY_COMPACT_FORM[name.charAt(0)];
    }
    return BY_NAME.getOrDefault(name.toLowerCase(Locale.ROOT), OTHER);
  }

  static Header of(byte[] bytes, int start, int end) {
    int length = end - start;
    if (length == 1 && bytes[start] >= 0) {
      return BY_COMPACT_FORM[bytes[start]];
    }
    if (length > LONGEST_NAME) {
      return OTHER;
    }
    return ofLongName(bytes, start, length);
  }

  /** Compares in place: this runs for every header line of every message, so it makes no string. */
  private static Header ofLongName(byte[] bytes, int start, int length) {
    for (Header header : BY_LENGTH[length]) {
      if (header.isNamed(bytes, start)) {
        return header;
      }
    }
    return OTHER;
  }

  private boolean isNamed(byte[] bytes, int start) {
    for (int i = 0; i < text.length(); i++) {
      if ((bytes[start + i] | 0x20) != (text.charAt(i) | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private static Header[][] byLength() {
    Header[][] table = new Header[LONGEST_NAME + 1][];
    for (int length = 0; length < table.length; length++) {
      int wanted = length;
      table[length] =
          Arrays.stream(values())
              .filter(header -> header != OTHER && header.text.length() == wanted)
              .toArray(Header[]::new);
    }
    return table;
  }

  private static Map<String, Header> byName() {
    Map<String, Header> names = new HashMap<>();
    for (Header header : values()) {
      names.put(header.text.toLowerCase(Locale.ROOT), header);
    }
    return names;
  }

  private static Header[] byCompactForm() {
    Header[] table = new Header[128];
    Arrays.fill(table, OTHER);
    for (Header header : values()) {
      if (header.compactForm != '\0') {
        table[header.compactForm] = header;
        table[Character.toUpperCase(header.compactForm)] = header;
      }
    }
    return table;
  }
}
