package usher.sip.dialog;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import usher.sip.message.SipRequest;

/**
 * Who rings because of our INVITE: a fork each (RFC 3261 12.1), with its own sequence numbers. It
 * may send requests before anybody has answered.
 */
final class EarlyDialogs {
  /** Requests of further forks get 481, until one of them answers. */
  private static final int FORKS_MAX = 16;

  private static final long NONE = -1;

  private final Map<String, Long> cseqByTag = new LinkedHashMap<>();

  void heard(@Nullable String tag) {
    if (tag != null && cseqByTag.size() < FORKS_MAX) {
      cseqByTag.putIfAbsent(tag, NONE);
    }
  }

  boolean has(@Nullable String tag) {
    return tag != null && cseqByTag.containsKey(tag);
  }

  /** The fork that was heard of first, null before any. */
  @Nullable String first() {
    return cseqByTag.isEmpty() ? null : cseqByTag.keySet().iterator().next();
  }

  boolean isInOrder(SipRequest request) {
    String tag = String.valueOf(request.fromTag());
    long highest = cseqOf(tag);
    cseqByTag.put(tag, Math.max(highest, request.cseq()));
    return request.cseq() > highest;
  }

  /** The highest sequence number that this fork has used, -1 where it has used none. */
  long cseqOf(@Nullable String tag) {
    return cseqByTag.getOrDefault(tag, NONE);
  }
}
