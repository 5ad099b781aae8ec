package usher.sip.subscription;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;

/** What can be subscribed to: what it shows, in what kind of document, and how often. */
enum EventPackage {
  /** Whether somebody is called or in a call: the lamps beside the keys of a desk phone. */
  DIALOG("dialog", "application/dialog-info+xml", TimeUnit.SECONDS.toNanos(1)),
  /** Whether somebody is there; RFC 3856 6.10 recommends no more than one in five seconds. */
  PRESENCE("presence", "application/pidf+xml", TimeUnit.SECONDS.toNanos(5)),
  /** Whether something waits: the lamp on top of a desk phone. */
  MESSAGE_SUMMARY(
      "message-summary", "application/simple-message-summary", TimeUnit.SECONDS.toNanos(1));

  /** All of them, as the Allow-Events header field has them. */
  static final String ALLOW_EVENTS =
      Arrays.stream(values()).map(each -> each.token).collect(Collectors.joining(", "));

  private final String token;
  private final String contentType;
  private final long restNs;

  EventPackage(String token, String contentType, long restNs) {
    this.token = token;
    this.contentType = contentType;
    this.restNs = restNs;
  }

  /** What a request's Event header field names; null where it is none of these. */
  static @Nullable EventPackage of(SipRequest request) {
    String event = request.header(Header.EVENT);
    String type = event == null ? "" : withoutParameters(event);
    return Arrays.stream(values()).filter(each -> each.token.equals(type)).findAny().orElse(null);
  }

  private static String withoutParameters(String value) {
    int end = value.indexOf(';');
    return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /** Whether the subscriber can read our documents; who says nothing can (RFC 6665 3.1.3). */
  boolean isAcceptedBy(SipRequest request) {
    List<String> lines = request.headers(Header.ACCEPT);
    return lines.isEmpty()
        || lines.stream()
            .flatMap(line -> Arrays.stream(line.split(",")))
            .map(EventPackage::withoutParameters)
            .anyMatch(type -> type.equals(contentType) || isForAll(type));
  }

  private static boolean isForAll(String type) {
    return type.equals("*/*") || type.equals("application/*");
  }

  String contentType() {
    return contentType;
  }

  /** How long after one notification the next may follow. */
  long restNs() {
    return restNs;
  }

  /** What of a lamp this package shows: where that stays the same nobody has to be told. */
  Lamp seen(Lamp lamp) {
    return switch (this) {
      case DIALOG -> new Lamp(ofCalls(lamp.light()), 0);
      case PRESENCE -> lamp;
      case MESSAGE_SUMMARY -> new Lamp(Light.FREE, lamp.waiting());
    };
  }

  private static Light ofCalls(Light light) {
    return switch (light) {
      case ABSENT, AWAY, FREE -> Light.FREE;
      case RINGING, IN_CALL -> light;
    };
  }

  /**
   * The document that shows a lamp.
   *
   * @param uri of what is watched
   * @param resource its user part
   * @param version how many documents this subscription got before
   */
  byte[] document(Lamp lamp, String uri, String resource, long version) {
    return switch (this) {
      case DIALOG -> DialogInfo.of(lamp, uri, resource, version);
      case PRESENCE -> PresenceDocument.of(lamp, uri, resource);
      case MESSAGE_SUMMARY -> MessageSummary.of(lamp, uri);
    };
  }
}
