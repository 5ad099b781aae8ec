package usher.softphone.bulk;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A message as a plain phone reads it: the start line, and the values of the few header fields that
 * it looks at. Other fields are passed over; folded lines (RFC 3261 7.3.1) are not understood.
 */
final class Received {
  private static final String END = "\r\n";
  private static final String RESPONSE = "SIP/2.0 ";
  private static final int STATUS_DIGITS = 3;
  private static final String MEDIA = "\r\nm=audio ";
  private static final String CONNECTION = "\r\nc=IN ";

  /** As long as IP4, or IP6, and the space behind it. */
  private static final int FAMILY = 4;

  private final String text;
  private final String startLine;
  private final StringBuilder vias = new StringBuilder();
  private String from = "";
  private String to = "";
  private String callId = "";
  private String cseq = "";
  private String contact = "";
  private String expires = "";
  private String minExpires = "";

  private Received(String text, String startLine) {
    this.text = text;
    this.startLine = startLine;
  }

  /** Reads a datagram; null where it is no SIP message, or lacks what every message has. */
  static @Nullable Received read(String text) {
    int end = text.indexOf(END);
    if (end <= RESPONSE.length()) {
      return null;
    }
    Received received = new Received(text, text.substring(0, end));
    received.readFields(end + END.length());
    return received.isWhole() ? received : null;
  }

  private void readFields(int from) {
    int at = from;
    int end = text.indexOf(END, at);
    while (end > at) {
      readField(at, end);
      at = end + END.length();
      end = text.indexOf(END, at);
    }
  }

  private void readField(int start, int end) {
    int colon = text.indexOf(':', start);
    if (colon < 0 || colon > end) {
      return;
    }
    switch (Character.toLowerCase(text.charAt(start))) {
      case 'v' -> via(start, colon, end);
      case 'f' -> from = isOrShort("from", start, colon) ? value(colon, end) : from;
      case 't' -> to = isOrShort("to", start, colon) ? value(colon, end) : to;
      case 'i' -> callId = is("i", start, colon) ? value(colon, end) : callId;
      case 'm' -> fieldOfM(start, colon, end);
      case 'e' -> expires = is("expires", start, colon) ? value(colon, end) : expires;
      case 'c' -> fieldOfC(start, colon, end);
      default -> {}
    }
  }

  private void via(int start, int colon, int end) {
    if (isOrShort("via", start, colon)) {
      vias.append("Via: ").append(text, valueStart(colon), end).append(END);
    }
  }

  private void fieldOfC(int start, int colon, int end) {
    if (is("call-id", start, colon)) {
      callId = value(colon, end);
    } else if (is("cseq", start, colon)) {
      cseq = value(colon, end);
    } else if (is("contact", start, colon)) {
      contact = value(colon, end);
    }
  }

  private void fieldOfM(int start, int colon, int end) {
    if (is("m", start, colon)) {
      contact = value(colon, end);
    } else if (is("min-expires", start, colon)) {
      minExpires = value(colon, end);
    }
  }

  private boolean is(String name, int start, int colon) {
    int length = colon - start;
    return length == name.length() && text.regionMatches(true, start, name, 0, length);
  }

  /** Whether the field has this name, or its first letter alone (the compact form). */
  private boolean isOrShort(String name, int start, int colon) {
    return colon - start == 1 || is(name, start, colon);
  }

  private int valueStart(int colon) {
    int at = colon + 1;
    while (text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  private String value(int colon, int end) {
    return text.substring(valueStart(colon), end).strip();
  }

  private boolean isWhole() {
    return !vias.isEmpty()
        && !from.isEmpty()
        && !to.isEmpty()
        && !callId.isEmpty()
        && cseq.indexOf(' ') > 0;
  }

  String text() {
    return text;
  }

  boolean isResponse() {
    return startLine.startsWith(RESPONSE);
  }

  /** Of a response; 0 where it is no number. */
  int status() {
    int status = 0;
    int end = Math.min(startLine.length(), RESPONSE.length() + STATUS_DIGITS);
    for (int i = RESPONSE.length(); i < end; i++) {
      status = status * 10 + Character.digit(startLine.charAt(i), 10);
    }
    return Math.max(0, status);
  }

  /** Of a request. */
  String method() {
    return startLine.substring(0, Math.max(0, startLine.indexOf(' ')));
  }

  /** The user part of a request's URI; empty where it has none. */
  String calledUser() {
    return user(startLine);
  }

  /** All Via lines, each with its end, as a response repeats them. */
  String vias() {
    return vias.toString();
  }

  String from() {
    return from;
  }

  String fromUser() {
    return user(from);
  }

  String to() {
    return to;
  }

  boolean hasToTag() {
    return to.contains(";tag=");
  }

  String callId() {
    return callId;
  }

  String cseq() {
    return cseq;
  }

  long cseqNumber() {
    return number(cseq);
  }

  String cseqMethod() {
    return cseq.substring(cseq.lastIndexOf(' ') + 1);
  }

  /** The URI of the first Contact, empty where there is none. */
  String contactUri() {
    int open = contact.indexOf('<');
    int close = contact.indexOf('>', open);
    return open < 0 || close < 0 ? contact : contact.substring(open + 1, close);
  }

  boolean hasSession() {
    return text.contains(MEDIA);
  }

  /**
   * Where the sender wants to hear audio, by its session description; null where it does not want
   * to, has none, or names a host instead of giving an address.
   */
  @Nullable InetSocketAddress audio() {
    int media = text.indexOf(MEDIA);
    int connection = text.indexOf(CONNECTION);
    if (media < 0 || connection < 0 || isDeaf(media)) {
      return null;
    }
    // Of the two places for it, the one of the media counts (RFC 8866 5.7).
    int own = text.indexOf(CONNECTION, media);
    String address = word(own < 0 ? connection : own, CONNECTION.length() + FAMILY);
    try {
      int port = Integer.parseInt(word(media, MEDIA.length()));
      return port == 0 ? null : new InetSocketAddress(InetAddress.ofLiteral(address), port);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private boolean isDeaf(int media) {
    return text.indexOf("\r\na=sendonly", media) >= 0 || text.indexOf("\r\na=inactive", media) >= 0;
  }

  /** The word so far behind this place. */
  private String word(int at, int behind) {
    int start = at + behind;
    int end = start;
    while (end < text.length() && text.charAt(end) > ' ') {
      end++;
    }
    return text.substring(start, end);
  }

  /** What a registrar granted: the Contact's parameter, else Expires, else what is given here. */
  long expiresS(long otherwise) {
    int parameter = contact.indexOf(";expires=");
    String text = parameter < 0 ? expires : contact.substring(parameter + ";expires=".length());
    long seconds = number(text);
    return seconds == 0 ? otherwise : seconds;
  }

  /** The shortest registration that a registrar would grant; 0 where it does not say. */
  long minExpiresS() {
    return number(minExpires);
  }

  /** What a text begins with; 0 where that is no digit. */
  private static long number(String text) {
    long number = 0;
    for (int i = 0; i < text.length() && Character.isDigit(text.charAt(i)); i++) {
      number = number * 10 + Character.digit(text.charAt(i), 10);
    }
    return number;
  }

  private static String user(String address) {
    int scheme = address.indexOf("sip:");
    int at = address.indexOf('@', scheme + 1);
    return scheme < 0 || at < 0 ? "" : address.substring(scheme + "sip:".length(), at);
  }
}
