package usher.sip.overload;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import usher.sip.message.StatelessAnswer;

/**
 * Tells a message's lane from its bytes: the first word, and the few header fields that matter,
 * without checking anything else. What is not SIP at all is a probe.
 */
public final class LaneScanner {
  private static final byte[] RESPONSE = bytes("sip/");
  private static final byte[] TO = bytes("to");
  private static final byte[] TO_COMPACT = bytes("t");
  private static final byte[] TAG = bytes("tag=");
  private static final byte[] STATELESS = bytes("tag=" + StatelessAnswer.TAG_PREFIX);
  private static final byte[] AUTHORIZATION = bytes("authorization");
  private static final byte[] RESOURCE_PRIORITY = bytes("resource-priority");
  private static final byte[] SOS = bytes("urn:service:sos");

  private final Set<String> emergencyNumbers;

  /**
   * Makes a scanner.
   *
   * @param emergencyNumbers user parts of request URIs that call for help
   */
  public LaneScanner(Set<String> emergencyNumbers) {
    this.emergencyNumbers = Set.copyOf(emergencyNumbers);
  }

  /** The lane of a message, whole or not. */
  public Lane laneOf(byte[] message) {
    if (startsWith(message, 0, RESPONSE)) {
      return Lane.RUNNING;
    }
    return switch (method(message)) {
      case "ACK" -> hasTo(message, STATELESS) ? Lane.ABSORBED : Lane.RUNNING;
      case "CANCEL", "BYE", "PRACK" -> Lane.RUNNING;
      case "INVITE" -> hasTo(message, TAG) ? Lane.RUNNING : call(message);
      case "REGISTER" -> line(message, AUTHORIZATION) < 0 ? Lane.FIRST_REGISTER : Lane.REGISTER;
      case "SUBSCRIBE" -> hasTo(message, TAG) ? Lane.RUNNING : Lane.SUBSCRIPTION;
      default -> hasTo(message, TAG) ? Lane.RUNNING : Lane.PROBE;
    };
  }

  private static String method(byte[] message) {
    int end = 0;
    while (end < message.length && message[end] > ' ') {
      end++;
    }
    return new String(message, 0, end, StandardCharsets.US_ASCII);
  }

  private Lane call(byte[] message) {
    boolean help =
        startsWith(message, uri(message), SOS)
            || line(message, RESOURCE_PRIORITY) >= 0
            || (!emergencyNumbers.isEmpty() && emergencyNumbers.contains(user(message)));
    return help ? Lane.EMERGENCY : Lane.CALL;
  }

  private static int uri(byte[] message) {
    int at = 0;
    while (at < message.length && message[at] != ' ') {
      at++;
    }
    return at + 1;
  }

  private static String user(byte[] message) {
    int start = uri(message);
    while (start < message.length && message[start] != ':' && message[start] > ' ') {
      start++;
    }
    int end = ++start;
    while (end < message.length && message[end] > ' ' && "@;".indexOf(message[end]) < 0) {
      end++;
    }
    return end > message.length
        ? ""
        : new String(message, start, end - start, StandardCharsets.US_ASCII);
  }

  /** Whether the To field has this somewhere. */
  private static boolean hasTo(byte[] message, byte[] text) {
    int at = line(message, TO);
    at = at < 0 ? line(message, TO_COMPACT) : at;
    while (at >= 0 && at < message.length && message[at] != '\n') {
      if (startsWith(message, at, text)) {
        return true;
      }
      at++;
    }
    return false;
  }

  /** Where the value of the first such header field begins, or -1. */
  private static int line(byte[] message, byte[] name) {
    int start = next(message, 0);
    while (start < message.length && message[start] != '\r') {
      if (startsWith(message, start, name)) {
        int colon = skipBlanks(message, start + name.length);
        if (colon < message.length && message[colon] == ':') {
          return colon + 1;
        }
      }
      start = next(message, start);
    }
    return -1;
  }

  private static int skipBlanks(byte[] message, int from) {
    int at = from;
    while (at < message.length && (message[at] == ' ' || message[at] == '\t')) {
      at++;
    }
    return at;
  }

  /** The beginning of the line after this one. */
  private static int next(byte[] message, int from) {
    int at = from;
    while (at < message.length && message[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  private static boolean startsWith(byte[] message, int at, byte[] lowerCase) {
    if (at + lowerCase.length > message.length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length; i++) {
      if (lower(message[at + i]) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 'a' - 'A') : octet;
  }

  private static byte[] bytes(String text) {
    return text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }
}
