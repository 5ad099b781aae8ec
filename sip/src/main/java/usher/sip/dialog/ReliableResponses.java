package usher.sip.dialog;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.OptionTags;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.SipTimer;
import usher.sip.transaction.Timers;

/**
 * Provisional responses to a caller who wants to be sure of them (RFC 3262 3): one at a time, each
 * until its PRACK.
 *
 * <pre>
 *   clear --send--> open --PRACK--> clear, and what has waited is sent
 *                    | T1, twice as long each time: again
 *                    | 64*T1: nobody hears us, the call is refused
 * </pre>
 *
 * <p>A 2xx waits, too, where the open response has our answer: it must not overtake that.
 */
final class ReliableResponses {
  static final String TAG = "100rel";

  @SuppressWarnings("ArrayRecordComponent") // a body as it goes out, never compared
  private record Provisional(SipWriter writer, byte @Nullable [] session) {}

  private final Dialog dialog;
  private final ServerTransaction invite;
  private final Runnable onGiveUp;
  private long rseq;
  private boolean open;
  private boolean sessionOpen;
  private boolean sessionSent;
  private @Nullable Provisional next;
  private @Nullable Runnable whenClear;
  private Timers.@Nullable Timer repeat;
  private Timers.@Nullable Timer giveUp;

  /** None sent yet. */
  ReliableResponses(Dialog dialog, ServerTransaction invite, Runnable onGiveUp) {
    this.dialog = dialog;
    this.invite = invite;
    this.onGiveUp = onGiveUp;
  }

  /** RFC 3262 3: "MUST send any non-100 provisional response reliably if [...] Require". */
  static boolean areRequired(SipRequest invite) {
    return OptionTags.has(invite, Header.REQUIRE, TAG);
  }

  /**
   * Sends it, or keeps it until the one before is acknowledged; of several that wait, the last
   * counts.
   */
  void send(SipWriter writer, byte @Nullable [] session) {
    if (open) {
      next = new Provisional(writer, session);
      return;
    }
    rseq = rseq == 0 ? 1 + dialog.dialogs().random(Integer.MAX_VALUE) : rseq + 1;
    open = true;
    sessionOpen = session != null;
    sessionSent |= sessionOpen;
    writer.header(Header.REQUIRE, TAG).header(Header.RSEQ, Long.toString(rseq));
    SipResponse response = Peer.withSession(writer, session).toResponse();
    giveUp = schedule(SipTimer.TIMEOUT_NS, this::giveUp);
    repeatAfter(SipTimer.T1_NS, response);
    invite.respond(response);
  }

  private Timers.Timer schedule(long delayNs, Runnable action) {
    return dialog.dialogs().timers().schedule(delayNs, action);
  }

  private void repeatAfter(long delayNs, SipResponse response) {
    repeat =
        schedule(
            delayNs,
            () -> {
              repeatAfter(2 * delayNs, response);
              invite.respond(response);
            });
  }

  private void giveUp() {
    stop();
    onGiveUp.run();
  }

  /** Does this at once, or as soon as the caller has our answer for sure. */
  void whenAnswerIsHeard(Runnable accept) {
    if (sessionOpen) {
      whenClear = accept;
    } else {
      stop();
      accept.run();
    }
  }

  /** True while a 2xx waits. */
  boolean isHolding() {
    return whenClear != null;
  }

  /** True where a response of these has answered the caller's offer. */
  boolean hasAnswered() {
    return sessionSent;
  }

  /** True where this PRACK is for the response that is open (RFC 3262 7.2). */
  boolean isFor(SipRequest prack) {
    String rack = prack.header(Header.RACK);
    String expected = rseq + " " + invite.request().cseq() + " INVITE";
    return open
        && rack != null
        && rack.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT).equals(expected);
  }

  /** The open one is acknowledged. */
  void acknowledged() {
    Runnable accept = whenClear;
    Provisional waiting = next;
    open = false;
    sessionOpen = false;
    stop();
    if (accept != null) {
      accept.run();
    } else if (waiting != null) {
      send(waiting.writer(), waiting.session());
    }
  }

  /** A final response is there: nothing is repeated any more, though a PRACK may still come. */
  void stop() {
    cancel(repeat);
    cancel(giveUp);
    next = null;
    whenClear = null;
  }

  private static void cancel(Timers.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }
}
