package usher.sip.registrar;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import usher.sip.message.AddressValue;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.Refusal;
import usher.sip.message.SipRequest;

/**
 * A phone that opens connections and keeps them, so that it is reached over them and over nothing
 * else: from behind a NAT, or out of a browser (RFC 5626 6).
 */
final class Outbound {
  static final String OPTION = "outbound";

  /** In a Path: that the proxy next to the phone keeps the connection to it (RFC 5626 5.1). */
  private static final String KEPT_BY_PROXY = "ob";

  static final int DATAGRAM_FLOW_S = 30;
  static final int STREAM_FLOW_S = 120;

  private Outbound() {}

  /** A Contact has {@code reg-id} and {@code +sip.instance}, and the phone knows what they mean. */
  static boolean isAsked(SipRequest request) throws MalformedMessageException {
    return supports(request) && request.addresses(Header.CONTACT).stream().anyMatch(Outbound::isOf);
  }

  private static boolean isOf(AddressValue contact) {
    return contact.parameters().containsKey("reg-id")
        && contact.parameters().containsKey("+sip.instance");
  }

  private static boolean supports(SipRequest request) {
    return request.headers(Header.SUPPORTED).stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .anyMatch(option -> option.strip().equalsIgnoreCase(OPTION));
  }

  /**
   * Whether somebody keeps the connection to the phone: we ourselves where it came straight to us,
   * else the proxy that the last Path names.
   */
  static boolean firstHopCan(SipRequest request) throws MalformedMessageException {
    List<AddressValue> path = request.addresses(Header.PATH);
    return path.isEmpty()
        ? request.headers(Header.VIA).size() == 1
        : hasParameter(path.getLast().uri(), KEPT_BY_PROXY);
  }

  private static boolean hasParameter(String uri, String name) {
    return Arrays.stream(uri.split(";", -1)).skip(1).anyMatch(name::equalsIgnoreCase);
  }

  /**
   * Within how many seconds we want to hear a keep-alive (RFC 5626 4.4): over datagrams before a
   * NAT forgets the phone; over streams seldom, since silent ones are asked by our kernel. Nothing
   * where a proxy keeps the connection, nor over WebSockets, which we ping.
   */
  static OptionalInt flowTimer(Origin origin) {
    if (!origin.path().isEmpty()) {
      return OptionalInt.empty();
    }
    return switch (origin.flow().protocol()) {
      case UDP -> OptionalInt.of(DATAGRAM_FLOW_S);
      case TCP, TLS -> OptionalInt.of(STREAM_FLOW_S);
      case WS, WSS -> OptionalInt.empty();
    };
  }

  /** What is wrong with a request that asks for it; null where nothing is. */
  static @Nullable Refusal check(SipRequest request, List<WantedBinding> wanted)
      throws MalformedMessageException {
    if (!isAsked(request)) {
      return null;
    }
    // 6: with "more than one header field value with a non-zero expiration" and a reg-id "the
    // entire registration SHOULD be rejected with a 400".
    if (wanted.stream().filter(each -> each.expiresS() > 0).count() > 1) {
      return Refusal.of(400, "One Contact with a reg-id");
    }
    // 6: "the registrar MUST return a 439".
    return firstHopCan(request) ? null : Refusal.of(439, "First Hop Lacks Outbound Support");
  }
}
