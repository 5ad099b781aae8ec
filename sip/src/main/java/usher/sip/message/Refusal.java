package usher.sip.message;

import java.util.Map;

/**
 * Why a request is not handled, as the answer says it.
 *
 * @param status 400 to 699
 * @param reason the reason phrase
 * @param headers what the answer says besides (RFC 3261 8.2)
 */
public record Refusal(int status, String reason, Map<Header, String> headers) {
  /** With the status's usual reason phrase. */
  public static Refusal of(int status) {
    return new Refusal(status, Status.reason(status), Map.of());
  }

  /** The same, saying one thing more. */
  public static Refusal of(int status, Header header, String value) {
    return new Refusal(status, Status.reason(status), Map.of(header, value));
  }

  /** What is malformed stands in the reason phrase (RFC 3261 21.4.1). */
  public static Refusal of(MalformedMessageException malformed) {
    return new Refusal(malformed.status(), String.valueOf(malformed.getMessage()), Map.of());
  }

  /** Without further header fields. */
  public static Refusal of(int status, String reason) {
    return new Refusal(status, reason, Map.of());
  }

  /**
   * The answer to this request.
   *
   * @param toTag put into the To where the request's has none
   */
  public SipResponse response(SipRequest request, String toTag) {
    SipWriter writer = SipWriter.response(status, reason, request, toTag);
    headers.forEach(writer::header);
    return writer.toResponse();
  }
}
