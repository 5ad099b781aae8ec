package usher.core.call;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;

/**
 * The keys that agents press in their calls, for the codes that these may spell. Who presses the
 * next one too late begins anew.
 */
final class Keypads {
  private static final long PAUSE_NS = Duration.ofSeconds(3).toNanos();

  /** As long as a code may be. */
  private static final int LONGEST = 8;

  private static final String KEYS = "0123456789*#ABCD";

  private record Typed(String keys, long lastNs) {}

  /** One a staffed agent at most. */
  private final Map<Integer, Typed> typed = new HashMap<>();

  /** What this agent has typed so far, this key included. */
  String press(int agent, char key, long nowNs) {
    Typed before = typed.get(agent);
    String known = before == null || nowNs - before.lastNs() > PAUSE_NS ? "" : before.keys();
    String keys = known + key;
    String kept = keys.substring(Math.max(0, keys.length() - LONGEST));
    typed.put(agent, new Typed(kept, nowNs));
    return kept;
  }

  /** What was typed has been understood. */
  void clear(int agent) {
    typed.remove(agent);
  }

  /**
   * The key that an INFO tells of: {@code application/dtmf-relay} with a line {@code Signal=5}, or
   * {@code application/dtmf} with the key alone; null where it is something else.
   */
  static @Nullable Character of(SipRequest info) {
    String type = info.header(Header.CONTENT_TYPE);
    if (type == null || !isKey(type) || !info.hasBody()) {
      return null;
    }
    String body = new String(info.body(), StandardCharsets.US_ASCII);
    for (String line : body.split("\\R", LONGEST)) {
      String value = line.regionMatches(true, 0, "Signal", 0, 6) ? line.substring(6) : line;
      String key = value.replaceFirst("^\\s*=", "").strip();
      if (key.length() == 1 && KEYS.contains(key)) {
        return key.charAt(0);
      }
    }
    return null;
  }

  static boolean isKey(String contentType) {
    return contentType.regionMatches(true, 0, "application/dtmf", 0, "application/dtmf".length());
  }
}
