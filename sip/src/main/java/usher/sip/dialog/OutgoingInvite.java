package usher.sip.dialog;

import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.sip.transport.Flow;

/**
 * A call to be placed.
 *
 * @param requestUri the target, as it goes into the request line
 * @param flow over what to send it
 * @param from the From value without a tag, for example {@code "Alice" <sip:alice@usher.test>}
 * @param to the To value
 * @param offer the session description to offer; null asks the peer for one
 * @param headers further header lines, written as they are
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never written to
public record OutgoingInvite(
    String requestUri,
    Flow flow,
    String from,
    String to,
    byte @Nullable [] offer,
    List<HeaderLine> headers) {

  /** One header line. */
  public record HeaderLine(String name, String value) {}
}
