package usher.sip.dialog;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.SessionInterval.Refresher;
import usher.sip.message.Header;
import usher.sip.message.OptionTags;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.Timers;

/**
 * Notices that the peer is gone without a BYE (RFC 4028).
 *
 * <pre>
 *   no session --2xx--> we refresh at half of the interval: UPDATE, or re-INVITE where the peer takes none
 *                        | any answer: once more             | 408, 481, silence: BYE
 *                       the peer refreshes
 *                        | its re-INVITE or UPDATE: anew     | none until shortly before the end: BYE
 * </pre>
 *
 * <p>A peer that knows nothing of session timers is refreshed by us all the same: its answers show
 * that it is there. What is refused is answered, too, and so no reason to end a call.
 */
final class SessionTimer {
  /** RFC 4028 4: "the minimum for the Session-Expires header field is 90 seconds". */
  static final long MIN_S = 90;

  static final String TAG = "timer";

  /** What we know beside it: phones ask for it before they let an agent transfer a call. */
  private static final String SUPPORTED = TAG + ", replaces, norefersub";

  /** RFC 4028 10: "minimum of 32 seconds and one third of the session interval". */
  private static final long BEFORE_END_MAX_S = 32;

  private final Dialog dialog;
  private long intervalS;
  private long minS = MIN_S;
  private boolean weRefresh = true;
  private boolean agreed;
  private boolean peerTakesUpdates;
  private Timers.@Nullable Timer timer;

  SessionTimer(Dialog dialog, long intervalS) {
    this.dialog = dialog;
    this.intervalS = intervalS;
  }

  // ---- requests of ours

  /** Says in an INVITE or UPDATE of ours what we want. */
  void ask(SipWriter request) {
    request
        .header(Header.SUPPORTED, SUPPORTED)
        .header(Header.SESSION_EXPIRES, intervalS + (agreed ? refresher(weRefresh) : ""));
    if (minS > MIN_S) {
      request.header(Header.MIN_SE, Long.toString(minS));
    }
  }

  private static String refresher(boolean asClient) {
    return ";refresher=" + (asClient ? Refresher.UAC : Refresher.UAS).text();
  }

  /** The 2xx to such a request; RFC 4028 7.2. */
  void answered(SipResponse response) {
    SessionInterval said = SessionInterval.of(response);
    agreed = said != null;
    weRefresh = said == null || said.refresher() != Refresher.UAS;
    if (said != null) {
      intervalS = Math.max(MIN_S, said.seconds());
    }
    learn(response);
    start();
  }

  /** RFC 4028 7.3: the 422 says from which interval on the request would be accepted. */
  boolean raise(SipResponse tooSmall) {
    String value = tooSmall.header(Header.MIN_SE);
    long wanted = value == null ? -1 : SessionInterval.secondsOf(value);
    boolean raised = wanted > minS;
    if (raised) {
      minS = wanted;
      intervalS = Math.max(intervalS, minS);
    }
    return raised;
  }

  /** An answer that settles nothing still shows that somebody is there. */
  void heard() {
    start();
  }

  /** The peer does not take UPDATE, whatever it says. */
  void refusesUpdates() {
    peerTakesUpdates = false;
  }

  // ---- requests of the peer

  /** RFC 4028 9: an interval that is too small is answered with 422, where the client knows it. */
  static boolean isTooSmall(SipRequest request) {
    SessionInterval wanted = SessionInterval.of(request);
    return wanted != null && wanted.seconds() < MIN_S && isSupportedBy(request);
  }

  private static boolean isSupportedBy(SipRequest request) {
    return OptionTags.has(request, Header.SUPPORTED, TAG)
        || OptionTags.has(request, Header.REQUIRE, TAG);
  }

  /** Agrees in our 2xx to the peer's INVITE or UPDATE; the table of RFC 4028 9. */
  void answer(SipRequest request, SipWriter response) {
    SessionInterval wanted = SessionInterval.of(request);
    boolean supported = isSupportedBy(request);
    agreed = supported || wanted != null;
    weRefresh = !supported || wanted == null || wanted.refresher() != Refresher.UAC;
    intervalS = chosen(request, wanted);
    if (agreed) {
      response.header(Header.SESSION_EXPIRES, intervalS + refresher(!weRefresh));
    }
    if (supported) {
      response.header(Header.REQUIRE, TAG);
    }
    response.header(Header.SUPPORTED, SUPPORTED);
    learn(request);
    start();
  }

  /** Not above what was asked for, not below what the proxies on the way allow. */
  private long chosen(SipRequest request, @Nullable SessionInterval wanted) {
    String value = request.header(Header.MIN_SE);
    long floorS = Math.max(MIN_S, value == null ? 0 : SessionInterval.secondsOf(value));
    return Math.max(floorS, wanted == null ? intervalS : Math.min(wanted.seconds(), intervalS));
  }

  private void learn(SipMessage message) {
    if (message.has(Header.ALLOW)) {
      peerTakesUpdates = OptionTags.has(message, Header.ALLOW, "UPDATE");
    }
  }

  // ---- time

  private void start() {
    stop();
    if (!dialog.isEnded()) {
      long delayS = weRefresh ? intervalS / 2 : intervalS - beforeEndS();
      Runnable due = weRefresh ? this::refresh : dialog.ending()::peerIsGone;
      timer = dialog.dialogs().timers().schedule(TimeUnit.SECONDS.toNanos(delayS), due);
    }
  }

  private long beforeEndS() {
    return Math.min(BEFORE_END_MAX_S, intervalS / 3);
  }

  private void refresh() {
    boolean byUpdate = peerTakesUpdates && dialog.state() == DialogState.CONFIRMED;
    if (byUpdate) {
      new SessionRefresh(dialog).send();
    } else {
      dialog.ownReinvites().refresh();
    }
    start();
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
