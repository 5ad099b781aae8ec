package usher.core.call;

import org.jspecify.annotations.Nullable;
import usher.sip.media.MediaStatistics;
import usher.sip.sdp.AudioStream;
import usher.sip.sdp.SessionDescription;
import usher.sip.transaction.Timers;

/** Chooses how the audio of a call goes, and takes what that tells its call. */
final class MediaPaths {
  private final CallTable calls;
  private final RouterSide routerSide;
  private final MediaLegs legs;
  private final Timers timers;

  MediaPaths(CallControl.Parts parts, CallTable calls, RouterSide routerSide, MediaLegs legs) {
    this.calls = calls;
    this.routerSide = routerSide;
    this.legs = legs;
    this.timers = parts.timers();
  }

  /**
   * What an agent dials goes through the server, as either side may be given to another call.
   *
   * @param offer the agent's, null where he made none
   */
  MediaPath ofOwnCall(ActiveCall call, byte @Nullable [] offer) {
    FarEnd end = FarEnd.of(call.caller(), MediaLeg.parse(offer));
    return new RelayedPath(legs, call.queue().music(), offer, end, new PathListener(call));
  }

  /**
   * Where the queue says direct, an INVITE is relayed all the same that has no offer, as there is
   * nothing yet to show the agent, or one that no plain phone would understand.
   */
  MediaPath of(ActiveCall call, byte @Nullable [] offer) {
    CallQueue queue = call.queue();
    SessionDescription description = MediaLeg.parse(offer);
    AudioStream audio = description == null ? null : description.audio();
    PathListener listener = new PathListener(call);
    FarEnd end = FarEnd.of(call.caller(), description);
    RelayedPath relayed = new RelayedPath(legs, queue.music(), offer, end, listener);
    if (!queue.direct() || description == null || (audio != null && !audio.plain())) {
      return relayed;
    }
    boolean plays = queue.answer() != AnswerPolicy.ON_AGENT;
    return new DirectOrRelayedPath(
        new DirectPath(
            legs, queue.music(), call.caller().flow().local(), end, plays, description, listener),
        relayed);
  }

  private final class PathListener implements MediaPath.Listener {
    private final ActiveCall call;

    PathListener(ActiveCall call) {
      this.call = call;
    }

    @Override
    public void joined() {
      calls.post(call, new CallEvent.Joined());
    }

    @Override
    public void failed(int status) {
      calls.post(call, new CallEvent.Failed(status));
    }

    @Override
    public void held(Side by) {
      call.log().held(timers.nowNs());
      if (by == Side.AGENT) {
        routerSide.held(call);
      }
    }

    @Override
    public void resumed(Side by) {
      call.log().resumed(timers.nowNs());
      if (by == Side.AGENT) {
        routerSide.retrieved(call);
      }
    }

    @Override
    public void audioEnded(@Nullable String callId, MediaStatistics statistics) {
      call.log().audioEnded(callId, statistics);
    }
  }
}
