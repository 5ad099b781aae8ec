package usher.core.call;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import usher.core.agent.Target;
import usher.sip.dialog.Dialog;
import usher.sip.media.AudioClip;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.sdp.AudioStream;
import usher.sip.sdp.Direction;
import usher.sip.sdp.OfferAnswer;
import usher.sip.sdp.SessionDescription;

/**
 * Audio from phone to phone: each leg is told the other's session description, under an origin of
 * ours.
 *
 * <pre>
 *   no audio of ours:  agent is offered the caller's offer; the caller gets the agent's answer ---------> JOINED
 *
 *   audio of ours      agent is offered the caller's offer, and answers
 *   (music):           CALLER_LEARNS: the caller is re-INVITEd with the agent's answer
 *                        | and says what it said before ---------------------------------------------> JOINED
 *                        | and says something new
 *                        v
 *                      AGENT_LEARNS: the agent is re-INVITEd with that -----------------------------> JOINED
 *
 *   JOINED:            a re-INVITE of one side is passed on, and answered with the other side's answer
 * </pre>
 */
final class DirectPath implements MediaPath {
  private enum Step {
    WAITING,
    ACK_AWAITED,
    CALLER_LEARNS,
    AGENT_LEARNS,
    JOINED
  }

  /** What was said to one phone, and what it said of itself. */
  private static final class Party {
    /** By which the phone has been spoken to so far, where it is not that of the caller's music. */
    private @Nullable MediaLeg ours;

    private final OfferAnswer exchange;
    private @Nullable SessionDescription said;
    private @Nullable Dialog dialog;

    Party(OfferAnswer exchange, @Nullable SessionDescription said) {
      this.exchange = exchange;
      this.said = said;
    }

    byte[] told(SessionDescription other) {
      return exchange.present(other).toBytes();
    }
  }

  /**
   * A change that one side asked for and the other is being asked.
   *
   * @param offer null where the asking side wants an offer
   * @param withdrawn the asking side took it back, so the other has to be told the old description
   *     again
   */
  private record Change(Side from, @Nullable SessionDescription offer, boolean withdrawn) {}

  private final MediaLegs legs;
  private final InetSocketAddress local;
  private final FarEnd callersEnd;
  private final boolean playsMusic;
  private final Listener listener;
  private AudioClip music;

  private final SessionDescription callersOffer;
  private @Nullable MediaLeg ours;
  private @Nullable Description oursForCaller;
  private @Nullable Party caller;
  private final Map<Long, Party> agents = new HashMap<>(2);
  private @Nullable Party agent;
  private Step step = Step.WAITING;
  private @Nullable Change change;

  /**
   * Makes a path.
   *
   * @param local the address that descriptions of ours name as their origin
   * @param callersEnd where the caller is
   * @param playsMusic true where the caller hears our audio before an agent's
   */
  DirectPath(
      MediaLegs legs,
      AudioClip music,
      InetSocketAddress local,
      FarEnd callersEnd,
      boolean playsMusic,
      SessionDescription callersOffer,
      Listener listener) {
    this.legs = legs;
    this.music = music;
    this.local = local;
    this.callersEnd = callersEnd;
    this.playsMusic = playsMusic;
    this.callersOffer = callersOffer;
    this.listener = listener;
  }

  @Override
  public Description prepare() {
    if (playsMusic) {
      return forCaller();
    }
    caller = new Party(legs.withoutPort(local), callersOffer);
    return callersOffer.audio() == null
        ? new Description.Impossible(488, "There is no audio in the offer")
        : new Description.Ready(callersOffer.toBytes());
  }

  @Override
  public Description forCaller() {
    Description known = oursForCaller;
    if (known == null) {
      known = describeToCaller();
      oursForCaller = known;
    }
    return known;
  }

  private Description describeToCaller() {
    MediaLeg leg = legs.open(null, callersEnd);
    if (leg == null) {
      return new Description.Impossible(503, "No media port is free");
    }
    ours = leg;
    caller = new Party(leg.exchange(), callersOffer);
    return leg.answer(callersOffer);
  }

  @Override
  public void music(AudioClip clip) {
    music = clip;
  }

  @Override
  public void playMusic() {
    if (ours != null) {
      ours.play(music);
    }
  }

  @Override
  public Description forAgent(long offerId, Target phone) {
    Party party = new Party(legs.withoutPort(local), null);
    agents.put(offerId, party);
    return new Description.Ready(party.told(callerForNextAgent()));
  }

  /** Whether a phone there can hear the caller's, as both addresses are of one family. */
  boolean reaches(InetAddress phone) {
    return callersEnd.reaches(phone);
  }

  private SessionDescription callersDescription() {
    return caller == null || caller.said == null ? callersOffer : caller.said;
  }

  /** A caller whom the last agent had on hold says so; the next one is to talk to him. */
  private SessionDescription callerForNextAgent() {
    SessionDescription said = callersDescription();
    AudioStream audio = said.audio();
    return audio != null && audio.direction() == Direction.RECVONLY ? callersOffer : said;
  }

  @Override
  public void forgetAgent(long offerId) {
    closePort(agents.remove(offerId));
  }

  private static void closePort(@Nullable Party party) {
    if (party != null && party.ours != null) {
      party.ours.close();
      party.ours = null;
    }
  }

  @Override
  public boolean agentAnswered(long offerId, SipResponse answer) {
    Party party = agents.get(offerId);
    SessionDescription said = MediaLeg.parse(MediaPath.sdpOf(answer));
    if (party == null || said == null || said.audio() == null) {
      return false;
    }
    party.said = said;
    return true;
  }

  @Override
  public void connect(Dialog callerDialog, Dialog agentDialog, long offerId) {
    Party callerParty = Objects.requireNonNull(caller);
    Party agentParty = Objects.requireNonNull(agents.get(offerId));
    callerParty.dialog = callerDialog;
    agentParty.dialog = agentDialog;
    agent = agentParty;
    byte[] agentsWords = callerParty.told(Objects.requireNonNull(agentParty.said));
    if (!callerDialog.isEstablished() && ours == null) {
      step = Step.ACK_AWAITED;
      callerDialog.accept(agentsWords);
      return;
    }
    if (ours != null) {
      ours.silence();
    }
    if (!callerDialog.isEstablished() && forCaller() instanceof Description.Ready ready) {
      callerDialog.accept(ready.sdp());
    }
    step = Step.CALLER_LEARNS;
    callerDialog.reinvite(agentsWords);
  }

  /** Nobody asks for one: what agents dial themselves is relayed. */
  @Override
  public @Nullable MediaLeg handOver(long offerId) {
    throw new IllegalStateException("a phone that is heard directly has no port of ours");
  }

  @Override
  public @Nullable MediaLeg handOverCaller() {
    throw new IllegalStateException("a phone that is heard directly has no port of ours");
  }

  @Override
  public boolean isSettled() {
    return step == Step.JOINED && change == null;
  }

  /** Nobody can be mixed here: {@link DirectOrRelayedPath} does it where all is relayed. */
  @Override
  public void gather(boolean withCaller, List<Long> legIds) {
    throw new IllegalStateException("phones that hear each other directly cannot be mixed");
  }

  /** It has been told of our port so far, and will be of the caller's. */
  @Override
  public void adopt(long offerId, MediaLeg leg) {
    Party party = new Party(leg.exchange(), leg.theirs());
    party.ours = leg;
    agents.put(offerId, party);
  }

  /** Gives up what the caller hears of ours, null where that is nothing; the path has ended. */
  @Nullable MediaLeg surrender() {
    MediaLeg leg = ours;
    ours = null;
    return leg;
  }

  /** What the caller was told last of a phone that he talked to; null where he talked to none. */
  RelayedPath.@Nullable Spoken spokenToCaller() {
    return spokenTo(caller);
  }

  private static RelayedPath.@Nullable Spoken spokenTo(@Nullable Party party) {
    Dialog dialog = party == null ? null : party.dialog;
    return party == null || dialog == null ? null : new RelayedPath.Spoken(dialog, party.exchange);
  }

  /** True while the caller is to learn of an agent's phone, but still has a port of ours. */
  boolean isCallerStillOurs() {
    return step == Step.CALLER_LEARNS && ours != null;
  }

  /** That of the agent who is connected, or about to be. */
  Dialog agentsDialog() {
    return dialog(Side.AGENT);
  }

  /** Gives up the agent who was to be connected, who knows of the caller's phone. */
  RelayedPath.@Nullable Spoken surrenderConnected(long offerId) {
    return spokenTo(agents.remove(offerId));
  }

  /** The same for one who has just answered, and is not connected. */
  RelayedPath.Spoken surrenderAgent(long offerId, Dialog dialog) {
    return new RelayedPath.Spoken(dialog, Objects.requireNonNull(agents.remove(offerId)).exchange);
  }

  /** The same for one who knows of a port of ours only, null where he knows of none. */
  @Nullable MediaLeg surrenderPort(long offerId) {
    Party party = agents.get(offerId);
    MediaLeg leg = party == null ? null : party.ours;
    if (party != null && leg != null) {
      party.ours = null;
      agents.remove(offerId);
    }
    return leg;
  }

  /** True where the caller talked to a phone that is gone, so that nothing of ours reaches him. */
  boolean isCallerElsewhere() {
    return step == Step.WAITING && ours == null && spokenToCaller() != null;
  }

  @Override
  public void disconnect() {
    if (agent != null) {
      agents.values().remove(agent);
      closePort(agent);
    }
    agent = null;
    change = null;
    step = Step.WAITING;
  }

  @Override
  public void callerAcknowledged(SipRequest ack) {
    if (step == Step.ACK_AWAITED) {
      joined();
    }
  }

  private void joined() {
    step = Step.JOINED;
    closeOurs();
    closePort(agent);
    listener.joined();
  }

  private void closeOurs() {
    if (ours != null) {
      ours.close();
    }
    ours = null;
  }

  private @Nullable Party party(Side side) {
    return switch (side) {
      case CALLER -> caller;
      case AGENT -> agent;
    };
  }

  private Dialog dialog(Side side) {
    return Objects.requireNonNull(Objects.requireNonNull(party(side)).dialog);
  }

  // ---- changes that a phone asks for

  @Override
  public void reinvited(Side side, Dialog dialog, SipRequest reinvite) {
    SessionDescription offer = MediaLeg.parse(MediaPath.sdpOf(reinvite));
    if (offer == null && reinvite.hasBody()) {
      dialog.refuseReinvite(400);
    } else if (step == Step.WAITING && side == Side.CALLER && ours != null && offer != null) {
      answerOurselves(ours, dialog, offer);
    } else if (step != Step.JOINED || change != null) {
      dialog.refuseReinvite(491);
    } else {
      passOn(side, offer);
    }
  }

  private void answerOurselves(MediaLeg leg, Dialog dialog, SessionDescription offer) {
    switch (leg.answer(offer)) {
      case Description.Ready(byte[] sdp) -> {
        Objects.requireNonNull(caller).said = offer;
        dialog.acceptReinvite(sdp);
      }
      case Description.Impossible(int status, String _) -> dialog.refuseReinvite(status);
    }
  }

  private void passOn(Side from, @Nullable SessionDescription offer) {
    change = new Change(from, offer, false);
    Side to = MediaPath.other(from);
    Party told = Objects.requireNonNull(party(to));
    dialog(to).reinvite(offer == null ? null : told.told(offer));
  }

  @Override
  public void reinviteCancelled(Side side) {
    if (change != null && change.from() == side) {
      change = new Change(side, change.offer(), true);
    }
  }

  @Override
  public void reinviteAcknowledged(Side side, SipRequest ack) {
    SessionDescription answer = MediaLeg.parse(MediaPath.sdpOf(ack));
    if (change != null && change.from() == side && change.offer() == null) {
      change = null;
      acknowledgeLate(side, answer);
    }
  }

  /**
   * The side that asked without an offer has answered the other's in its ACK, which that side waits
   * for.
   */
  private void acknowledgeLate(Side side, @Nullable SessionDescription answer) {
    Party said = Objects.requireNonNull(party(side));
    if (answer != null) {
      said.said = answer;
    }
    Side other = MediaPath.other(side);
    SessionDescription words = Objects.requireNonNull(said.said);
    dialog(other).acknowledge(Objects.requireNonNull(party(other)).told(words));
  }

  // ---- answers to changes that we asked for

  @Override
  public void reinviteAnswered(Side side, SipResponse answer) {
    SessionDescription said = MediaLeg.parse(MediaPath.sdpOf(answer));
    switch (step) {
      case CALLER_LEARNS -> callerLearned(said);
      case AGENT_LEARNS -> joined();
      case JOINED -> passBack(side, said);
      case WAITING, ACK_AWAITED -> {}
    }
  }

  private void callerLearned(@Nullable SessionDescription said) {
    Party callerParty = Objects.requireNonNull(caller);
    Party agentParty = Objects.requireNonNull(agent);
    boolean changed = said != null && !sameEnd(said, callersDescription());
    if (!changed && agentParty.ours == null) {
      joined();
      return;
    }
    callerParty.said = said == null ? callersDescription() : said;
    step = Step.AGENT_LEARNS;
    dialog(Side.AGENT).reinvite(agentParty.told(callerParty.said));
  }

  private static boolean sameEnd(SessionDescription one, SessionDescription other) {
    AudioStream a = one.audio();
    AudioStream b = other.audio();
    return a != null
        && b != null
        && Objects.equals(a.rtp(), b.rtp())
        && a.direction() == b.direction();
  }

  private void passBack(Side side, @Nullable SessionDescription said) {
    Change done = change;
    if (done == null || done.from() == side) {
      return;
    }
    if (done.withdrawn() || said == null) {
      undo(done, side);
      return;
    }
    Objects.requireNonNull(party(side)).said = said;
    byte[] words = Objects.requireNonNull(party(done.from())).told(said);
    if (done.offer() == null) {
      // the change stays open until the ACK brings the answer
      dialog(done.from()).acceptReinvite(words);
      return;
    }
    change = null;
    dialog(done.from()).acceptReinvite(words);
    heldOrResumed(done.from(), done.offer());
  }

  private void heldOrResumed(Side side, SessionDescription offer) {
    Party party = Objects.requireNonNull(party(side));
    boolean wasHeld = holds(party.said);
    party.said = offer;
    if (holds(offer) && !wasHeld) {
      listener.held(side);
    } else if (wasHeld && !holds(offer)) {
      listener.resumed(side);
    }
  }

  private static boolean holds(@Nullable SessionDescription description) {
    AudioStream audio = description == null ? null : description.audio();
    return audio != null && audio.held();
  }

  /**
   * The change is off, but this side has taken it already: it is told again what was true before.
   */
  private void undo(Change done, Side side) {
    change = null;
    SessionDescription before =
        Objects.requireNonNull(Objects.requireNonNull(party(done.from())).said);
    byte[] words = Objects.requireNonNull(party(side)).told(before);
    if (done.offer() == null) {
      dialog(side).acknowledge(words);
    } else {
      dialog(side).reinvite(words);
    }
    dialog(done.from()).refuseReinvite(488);
  }

  @Override
  public void reinviteRefused(Side side, int status) {
    Change asked = change;
    if (step == Step.CALLER_LEARNS) {
      listener.failed(status);
    } else if (step == Step.AGENT_LEARNS) {
      // what he was told with the offer may well do
      joined();
    } else if (asked != null && asked.from() != side) {
      change = null;
      dialog(asked.from()).refuseReinvite(status);
    }
  }

  /** What phones tell each other is not seen here, and our music is sent open. */
  @Override
  public boolean isBroken() {
    return false;
  }

  /** What phones tell each other is not seen here. */
  @Override
  public boolean tellsKeys(Side from) {
    return false;
  }

  /** What phones tell each other is not seen here. */
  @Override
  public boolean passesKeys(Side from) {
    return false;
  }

  @Override
  public void close() {
    closeOurs();
    agents.values().forEach(DirectPath::closePort);
  }
}
