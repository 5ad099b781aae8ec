package usher.softphone.bulk;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import usher.sip.transaction.Timers;

/**
 * Says something again and again until it is stopped, as RFC 3261 17.1.1.2, 17.1.2.2 and 13.3.1.4
 * say, and tells when nobody answered for 64 times T1. One thing at a time. Over a stream once is
 * enough, except for the 2xx of an INVITE.
 */
final class Repeater {
  static final long T1_NS = TimeUnit.MILLISECONDS.toNanos(500);
  static final long T2_NS = TimeUnit.SECONDS.toNanos(4);
  static final long GIVES_UP_NS = 64 * T1_NS;

  private final Line line;
  private String message = "";
  private long gapNs;
  private long longestGapNs;
  private long endNs;
  private Runnable gaveUp = () -> {};
  private Timers.@Nullable Timer timer;

  Repeater(Line line) {
    this.line = line;
  }

  /** An INVITE: the gaps double without end. */
  void invite(String text, Runnable onGivenUp) {
    begin(text, firstGapNs(), Long.MAX_VALUE, onGivenUp);
  }

  /** A 2xx: the gaps double up to T2. */
  void insist(String text, Runnable onGivenUp) {
    begin(text, T1_NS, T2_NS, onGivenUp);
  }

  /** Anything else: the same, but over datagrams alone. */
  void say(String text, Runnable onGivenUp) {
    begin(text, firstGapNs(), T2_NS, onGivenUp);
  }

  private long firstGapNs() {
    return line.isReliable() ? GIVES_UP_NS : T1_NS;
  }

  private void begin(String text, long firstNs, long longestNs, Runnable onGivenUp) {
    stop();
    message = text;
    gapNs = firstNs;
    longestGapNs = longestNs;
    endNs = line.nowNs() + GIVES_UP_NS;
    gaveUp = onGivenUp;
    line.send(text);
    plan();
  }

  private void plan() {
    long delayNs = Math.min(gapNs, endNs - line.nowNs());
    timer = line.timers().schedule(delayNs, this::again);
  }

  private void again() {
    if (line.nowNs() >= endNs) {
      stop();
      gaveUp.run();
    } else {
      line.repeat(message);
      gapNs = Math.min(2 * gapNs, longestGapNs);
      plan();
    }
  }

  /** No more of it, but what follows has to come in so long. */
  void await(Runnable onGivenUp) {
    stop();
    timer = line.timers().schedule(GIVES_UP_NS, onGivenUp);
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
