package usher.core.call;

import java.util.concurrent.TimeUnit;
import usher.routing.Router;
import usher.routing.agent.Intent;
import usher.sip.dialog.Dialog;
import usher.sip.media.AudioClip;
import usher.sip.message.SipRequest;
import usher.sip.sdp.SessionDescription;
import usher.sip.transaction.Timers;

/**
 * Agents with nothing but a desk phone log in, pause and end their wrap-up by dialling. Who they
 * are says their From, and that the call comes from where that agent's phone is to be found. Done:
 * a tone and a hang-up; not done: a status.
 */
final class DeskCodes {
  private static final long TONE_NS = TimeUnit.SECONDS.toNanos(1);
  private static final int RATE = 8_000;
  private static final int TONE_SAMPLES = 2_400;
  private static final int TONE_HZ = 440;
  private static final int TONE_LEVEL = 6_000;
  private static final AudioClip TONE = tone();

  private static final int FORBIDDEN = 403;
  private static final int UNAVAILABLE = 480;

  private final Router router;
  private final AgentPhones phones;
  private final MediaLegs legs;
  private final Timers timers;

  DeskCodes(Router router, AgentPhones phones, MediaLegs legs, Timers timers) {
    this.router = router;
    this.phones = phones;
    this.legs = legs;
    this.timers = timers;
  }

  private static AudioClip tone() {
    short[] samples = new short[RATE];
    for (int i = 0; i < TONE_SAMPLES; i++) {
      samples[i] = (short) (TONE_LEVEL * Math.sin(2 * Math.PI * TONE_HZ * i / RATE));
    }
    return AudioClip.of(samples);
  }

  /** Does what was dialled, and says so. */
  void dialled(Dialog dialog, SipRequest invite, DeskCode code) {
    int agent = phones.callerOf(dialog, invite);
    if (agent < 0) {
      dialog.reject(FORBIDDEN);
      return;
    }
    SessionDescription offer = MediaLeg.parse(MediaPath.sdpOf(invite));
    MediaLeg leg = offer == null ? null : legs.open(null, FarEnd.of(dialog, offer));
    if (leg == null || offer == null) {
      dialog.reject(done(agent, code) ? UNAVAILABLE : FORBIDDEN);
      return;
    }
    switch (leg.answer(offer)) {
      case MediaPath.Description.Ready(byte[] sdp) when done(agent, code) -> play(dialog, leg, sdp);
      case MediaPath.Description.Ready _ -> refuse(dialog, leg, FORBIDDEN);
      case MediaPath.Description.Impossible(int status, String _) -> refuse(dialog, leg, status);
    }
  }

  private static void refuse(Dialog dialog, MediaLeg leg, int status) {
    leg.close();
    dialog.reject(status);
  }

  private void play(Dialog dialog, MediaLeg leg, byte[] sdp) {
    dialog.accept(sdp);
    leg.play(TONE);
    timers.schedule(
        TONE_NS,
        () -> {
          leg.close();
          dialog.hangUp(null);
        });
  }

  /** False where the agent's state does not let him. */
  private boolean done(int agent, DeskCode code) {
    long nowNs = timers.nowNs();
    return switch (code.deed()) {
      case LOGIN -> router.login(agent, nowNs) || router.intent(agent) != Intent.LOGGED_OUT;
      case LOGOUT -> router.logout(agent, nowNs) || router.intent(agent) == Intent.LOGGED_OUT;
      case READY -> router.ready(agent, nowNs) || router.intent(agent) == Intent.READY;
      case NOT_READY ->
          router.notReady(agent, code.reason(), nowNs) || router.intent(agent) == Intent.NOT_READY;
      case WRAP_UP_DONE -> router.wrapUpDone(agent, nowNs);
      // says nothing of himself, and is not answered by a tone
      case CONFERENCE -> false;
    };
  }
}
