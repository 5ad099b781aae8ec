package usher.sip.transaction;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Method;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.Via;
import usher.sip.transport.Flow;

/**
 * What makes two messages belong to the same transaction (RFC 3261 17.1.3 and 17.2.3), written as
 * one string: equal strings, same transaction. A string, because a hash table keeps colliding
 * strings in a tree: nobody can make it slow by choosing branches.
 */
final class TransactionKey {
  private TransactionKey() {}

  /**
   * The key of the server transaction that this request opens or repeats.
   *
   * @param method the request's own; INVITE for what an ACK or CANCEL belongs to
   * @param toTag the To tag which that transaction's request has, needed for RFC 2543 clients only
   */
  static String server(SipRequest request, String method, @Nullable String toTag, Flow flow) {
    return isUnique(request.topVia())
        ? rfc3261(request, method, flow)
        : rfc2543(request, method, toTag, flow);
  }

  /**
   * The key of the server transaction that this response is from; not known for RFC 2543 clients.
   */
  static String serverOf(SipResponse response, Flow flow) {
    return rfc3261(response, response.cseqMethod(), flow);
  }

  /**
   * 17.1.3: the branch of the top Via and the method, "needed since a CANCEL request constitutes a
   * different transaction".
   */
  static String client(@Nullable String branch, String method) {
    return branch + '\n' + method;
  }

  /**
   * 8.2.2.2: the From tag, Call-ID and CSeq that an ongoing transaction has in common with a
   * request that took another way; null where the request has a To tag, or no From tag to tell by,
   * or is a CANCEL, which is not merged but follows each of its INVITEs.
   */
  static @Nullable String merged(SipRequest request) {
    String fromTag = request.fromTag();
    boolean mergeable = request.toTag() == null && request.method() != Method.CANCEL;
    return fromTag == null || !mergeable
        ? null
        : fromTag + '\n' + dialogPart(request, request.methodName());
  }

  /** True where the client promises that no other transaction of its has this branch (8.1.1.7). */
  static boolean isUnique(Via via) {
    String branch = via.branch();
    return via.magicCookie() && branch != null && branch.length() > Via.MAGIC_COOKIE.length();
  }

  /**
   * 17.2.3: the branch, the sent-by "(the sent-by value is used as part of the matching process
   * because there could be accidental or malicious duplication of branch parameters from different
   * clients)" and the method; and against the malicious kind, the address the message came from.
   * Call-ID and CSeq tell clients apart that write the same branch into every request.
   */
  private static String rfc3261(SipMessage message, String method, Flow flow) {
    Via via = message.topVia();
    return place(via, flow) + via.branch() + '\n' + dialogPart(message, method);
  }

  /**
   * 17.2.3 for clients without the cookie: Request-URI, To tag, From tag, Call-ID, CSeq and top
   * Via.
   */
  private static String rfc2543(
      SipRequest request, String method, @Nullable String toTag, Flow flow) {
    Via via = request.topVia();
    String addresses = request.requestUri() + '\n' + request.fromTag() + '\n' + toTag + '\n';
    return place(via, flow) + via.branch() + '\n' + addresses + dialogPart(request, method);
  }

  private static String place(Via via, Flow flow) {
    String sentBy = via.host().toLowerCase(Locale.ROOT) + ':' + via.port();
    return RequestSource.address(flow) + '\n' + sentBy + '\n';
  }

  private static String dialogPart(SipMessage message, String method) {
    return message.callId() + '\n' + message.cseq() + ' ' + method;
  }
}
