package usher.softphone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.OutgoingInvite;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.dialog.Replaces;
import usher.sip.dialog.SipEvent;
import usher.sip.media.MediaListener;
import usher.sip.media.MediaStatistics;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ServerTransaction;
import usher.softphone.CallEnd.Cause;

/**
 * One call of a phone.
 *
 * <pre>
 *   a call to it:   INCOMING --ring--> INCOMING --answer--> ANSWERED --ACK--> TALKING --+
 *                      | refuse, CANCEL                        | no ACK, hang-up        |
 *                      v                                       v                        v
 *                    ENDED                                   ENDED        ENDED <--BYE--+
 *
 *   a call of it:   DIALLING --200--> TALKING --BYE, hang-up--> ENDED
 *                      | | hang-up
 *                      | +--> GIVING_UP --final response--> ENDED
 *                      | refused; asked for credentials: dial again, once
 *                      v
 *                    ENDED
 * </pre>
 *
 * <p>Holding is a wish: {@link #hold} and {@link #resume} may be called whenever the call is up; it
 * is offered to the other side as soon as the dialog is free for it.
 */
public final class PhoneCall {
  private static final String DTMF_RELAY = "application/dtmf-relay";
  private static final Pattern SIGNAL = Pattern.compile("(?im)^Signal\\s*=\\s*([0-9A-D*#])\\s*$");
  private static final Pattern FRAGMENT = Pattern.compile("^SIP/2\\.0 ([1-6]\\d\\d)");
  private static final int DIGIT_MS = 160;

  private static final int NO_MEDIA_PORT = 503;

  /** One without credentials, one with, one more for a nonce that is old by then. */
  private static final int ATTEMPTS_MAX = 3;

  /** Where a call is. */
  public enum State {
    DIALLING,
    GIVING_UP,
    INCOMING,
    ANSWERED,
    TALKING,
    ENDED
  }

  private final PhoneHost host;
  private final Softphone phone;
  private final boolean outgoing;
  private final String peer;
  private final long startedNs;

  private State state;
  private @Nullable Dialog dialog;
  private @Nullable CallSession session;
  private byte @Nullable [] peersOffer;
  private @Nullable Dialling dialling;
  private int changeRefusal;
  private long establishedNs;
  private long endedNs;

  /** What has to be known to dial again with credentials. */
  private record Dialling(DialRequest request, int attempts, boolean authenticated) {}

  private PhoneCall(PhoneHost host, Softphone phone, boolean outgoing, String peer, State state) {
    this.host = host;
    this.phone = phone;
    this.outgoing = outgoing;
    this.peer = peer;
    this.state = state;
    this.startedNs = host.timers().nowNs();
  }

  // ---- what it is

  /** Whose call it is. */
  public Softphone phone() {
    return phone;
  }

  /** True where the phone dialled. */
  public boolean outgoing() {
    return outgoing;
  }

  /** Where the call is. */
  public State state() {
    return state;
  }

  /** True once the other side answered, or acknowledged our answer, and until the end. */
  public boolean isTalking() {
    return state == State.TALKING;
  }

  /** True once it is over. */
  public boolean isEnded() {
    return state == State.ENDED;
  }

  /** What was dialled, or the caller's From value. */
  public String peer() {
    return peer;
  }

  /** When it began, on the host's clock. */
  public long startedNs() {
    return startedNs;
  }

  /** When it was established, 0 before. */
  public long establishedNs() {
    return establishedNs;
  }

  /** When it ended, 0 before. */
  public long endedNs() {
    return endedNs;
  }

  /** Whether this phone holds, as the other side knows by now. */
  public boolean isHeld() {
    return session != null && session.isHeld();
  }

  /** Whether the other side asked this phone not to be heard. */
  public boolean isHeldByPeer() {
    return session != null && session.isHeldByPeer();
  }

  /** The figures of its audio, null before there is any. */
  public @Nullable MediaStatistics mediaStatistics() {
    return session == null ? null : session.statistics();
  }

  /** The Call-ID of its dialog, empty where there never was one. */
  public String callId() {
    return dialog == null ? "" : dialog.callId();
  }

  // ---- a call of the phone

  static PhoneCall dial(PhoneHost host, Softphone phone, DialRequest request) {
    String uri = phone.uriOf(request.target());
    phone.flowTo(uri);
    PhoneCall call = new PhoneCall(host, phone, true, uri, State.DIALLING);
    phone.add(call);
    call.session = call.openSession();
    if (call.session == null) {
      host.timers().schedule(0, () -> call.end(new CallEnd(Cause.REFUSED, NO_MEDIA_PORT)));
    } else {
      call.dial(call.session, request, 1);
    }
    return call;
  }

  private void dial(CallSession opened, DialRequest request, int attempt) {
    byte[] offer = request.withOffer() ? opened.firstOffer() : null;
    HeaderLine credentials =
        phone.digest().credentials("INVITE", peer, offer == null ? new byte[0] : offer);
    List<HeaderLine> headers = new ArrayList<>(request.headers());
    if (credentials != null) {
      headers.add(credentials);
    }
    dialling = new Dialling(request, attempt, credentials != null);
    String from = "<" + phone.account().address() + ">";
    dialog =
        host.invite(
            this,
            new OutgoingInvite(peer, phone.flowTo(peer), from, "<" + peer + ">", offer, headers));
  }

  private void progressed(SipResponse response) {
    session().earlyAnswer(response);
    phone.listener().onProgress(this, response.status());
  }

  private void answered(SipResponse response) {
    phone.digest().accepted();
    if (withOffer() ? session().tookAnswer(response) : tookOffer(response)) {
      establish();
    } else {
      dialog().hangUp("SIP;cause=488;text=\"Not Acceptable Here\"");
      end(new CallEnd(Cause.REFUSED, 488));
    }
  }

  private boolean withOffer() {
    return dialling != null && dialling.request.withOffer();
  }

  /** Our INVITE had none, so the 2xx has the offer, and our ACK the answer. */
  private boolean tookOffer(SipResponse response) {
    byte[] answer = session().firstDescription(response.body());
    dialog().acknowledge(answer == null ? new byte[0] : answer);
    return answer != null;
  }

  private void establish() {
    state = State.TALKING;
    establishedNs = host.timers().nowNs();
    phone.listener().onEstablished(this);
    session().offerWhatIsWanted();
  }

  /**
   * RFC 3261 22.2: asked for credentials, the INVITE is sent once more with them. It gets a new
   * Call-ID, which 8.1.3.5 only recommends against.
   */
  private void refused(int status, @Nullable SipResponse response) {
    Dialling dialled = dialling;
    boolean asked = (status == 401 || status == 407) && state == State.DIALLING;
    if (asked
        && response != null
        && dialled != null
        && dialled.attempts < ATTEMPTS_MAX
        && phone.digest().challenged(response, dialled.authenticated)) {
      host.forget(dialog());
      dial(session(), dialled.request, dialled.attempts + 1);
    } else {
      end(
          state == State.GIVING_UP
              ? CallEnd.of(Cause.ABANDONED)
              : new CallEnd(Cause.REFUSED, status));
    }
  }

  // ---- a call to the phone

  static void incoming(PhoneHost host, Softphone phone, Dialog dialog, SipRequest invite) {
    String from = String.valueOf(invite.header(Header.FROM));
    PhoneCall call = new PhoneCall(host, phone, false, from, State.INCOMING);
    call.dialog = dialog;
    call.peersOffer = invite.hasBody() ? invite.body() : null;
    host.adopt(call, dialog);
    phone.add(call);
    phone.listener().onIncomingCall(call);
  }

  /** Rings: 180. */
  public void ring() {
    if (state == State.INCOMING) {
      dialog().ring();
    }
  }

  /** Answers: 200; or 488 where the caller's offer has nothing for us, 503 without a media port. */
  public void answer() {
    if (state == State.INCOMING) {
      CallSession opened = openSession();
      session = opened;
      if (opened == null) {
        refuse(NO_MEDIA_PORT);
      } else {
        accept(opened.firstDescription(peersOffer));
      }
    }
  }

  private void accept(byte @Nullable [] description) {
    if (description == null) {
      refuse(488);
    } else {
      state = State.ANSWERED;
      dialog().accept(description);
    }
  }

  /** Refuses the call with this status. */
  public void refuse(int status) {
    if (state == State.INCOMING) {
      dialog().reject(status);
      end(new CallEnd(Cause.DECLINED, status));
    }
  }

  private void acknowledged(SipRequest ack) {
    if (session().tookAck(ack)) {
      establish();
    } else {
      hangUp();
    }
  }

  // ---- while it is up

  /** Ends the call, whatever state it is in; a call to the phone is refused with 480. */
  public void hangUp() {
    switch (state) {
      case DIALLING -> giveUp();
      case INCOMING -> refuse(480);
      case ANSWERED, TALKING -> {
        dialog().hangUp(null);
        end(CallEnd.of(Cause.HUNG_UP));
      }
      case GIVING_UP, ENDED -> {}
    }
  }

  private void giveUp() {
    state = State.GIVING_UP;
    if (dialog == null) {
      end(CallEnd.of(Cause.ABANDONED));
    } else {
      dialog.hangUp(null);
    }
  }

  /** Wants the other side to hear nothing and to be silent. */
  public void hold() {
    if (session != null) {
      session.hold(true);
    }
  }

  /** Wants to talk on. */
  public void resume() {
    if (session != null) {
      session.hold(false);
    }
  }

  /** Offers the same session again, as phones do to keep it alive or to change their address. */
  public void refresh() {
    if (session != null) {
      session.refresh();
    }
  }

  /** From now on the other side may not change the session: its re-INVITEs get this status. */
  public void refuseChanges(int status) {
    changeRefusal = status;
  }

  private void reinvited(Dialog of, ServerTransaction invite) {
    if (changeRefusal > 0) {
      of.refuseReinvite(changeRefusal);
    } else {
      session().reinvited(invite.request());
    }
  }

  void sessionChanged() {
    phone.listener().onSessionChanged(this);
  }

  /** Presses these keys, one after the other: INFO with {@code application/dtmf-relay} for each. */
  public void press(String keys) {
    for (char key : keys.toUpperCase(Locale.ROOT).toCharArray()) {
      String body = "Signal=" + key + "\r\nDuration=" + DIGIT_MS + "\r\n";
      dialog().info(DTMF_RELAY, body.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void told(ServerTransaction info) {
    SipRequest request = info.request();
    info.respond(SipWriter.response(200, request, null).toResponse());
    Matcher signal = SIGNAL.matcher(request.toString());
    if (signal.find()) {
      phone.listener().onDigit(this, Character.toUpperCase(signal.group(1).charAt(0)));
    }
  }

  // ---- transferring

  /** Asks the server to connect the other side with somebody else (RFC 3515). */
  public void transfer(String target) {
    if (state == State.TALKING) {
      dialog().refer("<" + phone.uriOf(target) + ">");
    }
  }

  /** Asks the server to connect the other side with that of this other call (RFC 5589 7). */
  public void transfer(PhoneCall consulted) {
    Replaces replaces = consulted.dialog().named();
    if (state == State.TALKING && replaces != null) {
      dialog().refer("<" + consulted.peerUri() + "?Replaces=" + replaces.escaped() + ">");
    }
  }

  /** The address alone, without display name and tag. */
  private String peerUri() {
    int begin = peer.indexOf('<');
    return begin < 0 ? peer : peer.substring(begin + 1, peer.indexOf('>', begin));
  }

  private void notified(Dialog of, ServerTransaction notify) {
    of.answer(notify, 200);
    Matcher status = FRAGMENT.matcher(new String(notify.request().body(), StandardCharsets.UTF_8));
    if (status.find()) {
      phone.listener().onTransferProgress(this, Integer.parseInt(status.group(1)));
    }
  }

  // ---- ending

  /** The phone lost its power: the other side hears nothing of it. */
  void vanish() {
    if (dialog != null) {
      dialog.hangUp(null);
    }
    end(CallEnd.of(Cause.VANISHED));
  }

  private void end(CallEnd how) {
    if (state != State.ENDED) {
      state = State.ENDED;
      endedNs = host.timers().nowNs();
      if (dialog != null) {
        host.forget(dialog);
      }
      if (session != null) {
        session.close();
      }
      phone.remove(this);
      phone.listener().onEnded(this, how);
    }
  }

  // ---- events

  void on(SipEvent event) {
    switch (event) {
      case SipEvent.IncomingCall _ -> throw new IllegalStateException("this call is known");
      case SipEvent.Cancelled _ -> end(CallEnd.of(Cause.CANCELLED));
      case SipEvent.Acknowledged(_, SipRequest ack) -> acknowledged(ack);
      case SipEvent.Progress(_, SipResponse response) -> progressed(response);
      case SipEvent.Answered(_, SipResponse response) -> answered(response);
      case SipEvent.Refused(_, int status, SipResponse response) -> refused(status, response);
      case SipEvent.Reinvited(Dialog of, ServerTransaction invite) -> reinvited(of, invite);
      case SipEvent.ReinviteAcknowledged(_, SipRequest ack) -> session().reinviteAcknowledged(ack);
      case SipEvent.ReinviteCancelled _ -> session().offerWhatIsWanted();
      case SipEvent.ReinviteAnswered(_, SipResponse response) ->
          session().reinviteAnswered(response);
      case SipEvent.ReinviteRefused _ -> session().reinviteRefused();
      case SipEvent.InfoReceived(_, ServerTransaction info) -> told(info);
      case SipEvent.Referred(Dialog of, ServerTransaction refer) -> of.answer(refer, 603);
      case SipEvent.ReferAnswered(_, int status) ->
          phone.listener().onTransferProgress(this, status);
      case SipEvent.Notified(Dialog of, ServerTransaction notify) -> notified(of, notify);
      case SipEvent.Ended(_, SipEvent.EndReason reason) -> end(CallEnd.of(cause(reason)));
    }
  }

  private static Cause cause(SipEvent.EndReason reason) {
    return switch (reason) {
      case PEER_HUNG_UP -> Cause.PEER_HUNG_UP;
      case NO_ACK -> Cause.NO_ACK;
      case PEER_GONE -> Cause.PEER_GONE;
    };
  }

  private @Nullable CallSession openSession() {
    CallMedia media =
        host.openMedia(
            new MediaListener() {
              @Override
              public void digit(char digit) {
                host.onMediaEvent(() -> phone.listener().onDigit(PhoneCall.this, digit));
              }
            });
    return media == null ? null : new CallSession(this, media);
  }

  private CallSession session() {
    CallSession known = session;
    if (known == null) {
      throw new IllegalStateException("the call was not answered yet");
    }
    return known;
  }

  Dialog dialog() {
    Dialog known = dialog;
    if (known == null) {
      throw new IllegalStateException("the call was never dialled");
    }
    return known;
  }

  /** For logs. */
  @Override
  public String toString() {
    return phone.account().user() + (outgoing ? " to " : " from ") + peer + " (" + state + ")";
  }
}
