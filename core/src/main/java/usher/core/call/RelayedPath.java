package usher.core.call;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import usher.core.agent.Target;
import usher.sip.dialog.Dialog;
import usher.sip.media.AudioClip;
import usher.sip.media.AudioMixer;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.sdp.OfferAnswer;
import usher.sip.sdp.Profile;
import usher.sip.sdp.SessionDescription;

/**
 * Audio through the server: each leg has a port of ours and knows nothing of the other's phone. So
 * a change in one leg is answered here; a side that is put on hold hears the music.
 *
 * <p>More than two hear each other by a mixer, two of whom none is the caller as any two do; a side
 * that holds a conference hears nothing, and the others go on without music.
 *
 * <p>A phone that has talked to another one directly so far is fetched: a re-INVITE tells it of a
 * port of ours, and nobody is joined, and nothing played, before it agrees.
 */
final class RelayedPath implements MediaPath {
  private final MediaLegs legs;
  private final Listener listener;
  private AudioClip music;
  private final byte @Nullable [] callersOffer;
  private final FarEnd callersEnd;

  private @Nullable MediaLeg caller;
  private @Nullable Description callersDescription;
  private final Map<Long, MediaLeg> agents = new HashMap<>(2);
  private @Nullable MediaLeg agent;
  private List<Long> gathered = List.of();
  private @Nullable AudioMixer mixer;
  private boolean callerWasAcknowledged;
  private boolean joined;
  private @Nullable Spoken spoken;
  private final Set<Side> fetching = EnumSet.noneOf(Side.class);
  private boolean playsWhenFetched;

  /**
   * What a caller was told by whom he talked to directly so far.
   *
   * @param dialog his
   * @param words our side of that
   */
  record Spoken(Dialog dialog, OfferAnswer words) {}

  /**
   * Makes a path.
   *
   * @param callersEnd where the caller is
   */
  RelayedPath(
      MediaLegs legs,
      AudioClip music,
      byte @Nullable [] callersOffer,
      FarEnd callersEnd,
      Listener listener) {
    this.legs = legs;
    this.music = music;
    this.callersOffer = callersOffer;
    this.callersEnd = callersEnd;
    this.listener = listener;
  }

  @Override
  public Description prepare() {
    return forCaller();
  }

  @Override
  public Description forCaller() {
    Description known = callersDescription;
    if (known == null) {
      known = describeToCaller();
      callersDescription = known;
    }
    return known;
  }

  private Description describeToCaller() {
    MediaLeg leg = legs.open(null, callersEnd);
    caller = leg;
    if (leg == null) {
      return noPort();
    }
    if (callersOffer == null) {
      return new Description.Ready(leg.offer(Profile.PLAIN, null));
    }
    SessionDescription offer = MediaLeg.parse(callersOffer);
    return offer == null
        ? new Description.Impossible(400, "The session description cannot be read")
        : leg.answer(offer);
  }

  /**
   * Goes on with a caller who was on a direct path.
   *
   * @param leg the port of ours that he hears already; null where he hears none
   * @param told null where he has talked to nobody
   */
  void takeOver(@Nullable MediaLeg leg, @Nullable Spoken told) {
    spoken = told;
    if (leg != null) {
      caller = leg;
      callersDescription = new Description.Ready(leg.said());
    }
  }

  private static Description noPort() {
    return new Description.Impossible(503, "No media port is free");
  }

  @Override
  public void music(AudioClip clip) {
    music = clip;
  }

  @Override
  public void playMusic() {
    if (caller == null && spoken != null) {
      fetchCaller(spoken);
    }
    playsWhenFetched = fetching.contains(Side.CALLER);
    if (caller != null && fetching.isEmpty()) {
      caller.play(music);
    }
  }

  @Override
  public Description forAgent(long offerId, Target phone) {
    MediaLeg leg = legs.open(caller, FarEnd.of(phone));
    if (leg == null) {
      return noPort();
    }
    agents.put(offerId, leg);
    return new Description.Ready(leg.offer(phone.media(), caller));
  }

  @Override
  public void forgetAgent(long offerId) {
    MediaLeg leg = agents.remove(offerId);
    if (leg != null) {
      if (agent == leg) {
        agent = null;
        fetching.remove(Side.AGENT);
      }
      closeAgents(leg);
    }
  }

  private void closeAgents(MediaLeg leg) {
    if (leg.dialog() != null) {
      listener.audioEnded(leg.dialog().callId(), leg.statistics());
    }
    leg.close();
  }

  @Override
  public boolean agentAnswered(long offerId, SipResponse answer) {
    MediaLeg leg = agents.get(offerId);
    return leg != null && leg.answered(MediaPath.sdpOf(answer));
  }

  @Override
  public void connect(Dialog callerDialog, Dialog agentDialog, long offerId) {
    agent = agents.get(offerId);
    if (agent != null) {
      agent.belongsTo(agentDialog);
    }
    if (!callerDialog.isEstablished() && forCaller() instanceof Description.Ready ready) {
      callerDialog.accept(ready.sdp());
    }
    if (caller == null && spoken != null) {
      fetchCaller(spoken);
    }
    if (caller != null) {
      caller.belongsTo(callerDialog);
    }
    joinLegs();
    joinedOnceAcknowledged();
  }

  private void fetchCaller(Spoken told) {
    MediaLeg leg = legs.openFor(agent, told);
    if (leg == null) {
      listener.failed(503);
      return;
    }
    byte[] offer = leg.offer(Profile.PLAIN, agent);
    caller = leg;
    leg.belongsTo(told.dialog());
    callersDescription = new Description.Ready(offer);
    fetching.add(Side.CALLER);
    told.dialog().reinvite(offer);
  }

  /** As {@link #connect}, with an agent who knows the caller's phone and of no port of ours. */
  void connectFetched(long offerId, Spoken told) {
    if (caller == null && spoken != null) {
      fetchCaller(spoken);
    }
    fetchAgent(offerId, told);
  }

  /** The agent of this offer was told of the caller's phone, which would not hear of his. */
  void fetchAgent(long offerId, Spoken told) {
    MediaLeg leg = legs.openFor(caller, told);
    if (leg == null) {
      listener.failed(503);
      return;
    }
    agents.put(offerId, leg);
    agent = leg;
    leg.belongsTo(told.dialog());
    fetching.add(Side.AGENT);
    told.dialog().reinvite(leg.offer(Profile.PLAIN, caller));
  }

  private void joinLegs() {
    if (!fetching.isEmpty()) {
      return;
    }
    if (!gathered.isEmpty()) {
      joinGathered();
    } else if (caller != null && agent != null) {
      caller.join(agent);
    }
  }

  @Override
  public void gather(boolean withCaller, List<Long> legIds) {
    if (!withCaller) {
      closeCaller();
    } else if (caller == null && spoken != null) {
      fetchCaller(spoken);
    }
    boolean ordinary = withCaller && legIds.size() == 1;
    gathered = ordinary ? List.of() : List.copyOf(legIds);
    agent = ordinary ? agents.get(legIds.getFirst()) : agent;
    if (ordinary && caller != null && agent != null) {
      closeMixer();
      joinOrHold(caller, agent);
    } else {
      joinLegs();
    }
  }

  /** One of the two may have put the conference on hold before the others left. */
  private void joinOrHold(MediaLeg one, MediaLeg other) {
    if (other.isHeldByFarEnd()) {
      one.play(music);
      listener.held(Side.AGENT);
    } else if (one.isHeldByFarEnd()) {
      other.play(music);
      listener.held(Side.CALLER);
    } else {
      joinLegs();
    }
  }

  private void joinGathered() {
    List<MediaLeg> parties = new ArrayList<>();
    if (caller != null) {
      parties.add(caller);
    }
    gathered.forEach(id -> parties.add(Objects.requireNonNull(agents.get(id))));
    if (parties.size() == 2) {
      closeMixer();
      parties.getFirst().join(parties.getLast());
    } else {
      AudioMixer mixed = mixer == null ? legs.mixer(parties.getFirst()) : mixer;
      mixer = mixed;
      parties.forEach(party -> party.enter(mixed));
    }
  }

  private void closeMixer() {
    if (mixer != null) {
      mixer.close();
      mixer = null;
    }
  }

  private void closeCaller() {
    if (caller != null) {
      listener.audioEnded(null, caller.statistics());
      caller.close();
      caller = null;
    }
    fetching.remove(Side.CALLER);
  }

  private void joinedOnceAcknowledged() {
    if (agent != null && callerWasAcknowledged && !joined && fetching.isEmpty()) {
      joined = true;
      listener.joined();
    }
  }

  @Override
  public @Nullable MediaLeg handOver(long offerId) {
    MediaLeg leg = agents.remove(offerId);
    if (leg != null) {
      leg.silence();
      agent = agent == leg ? null : agent;
    }
    return leg;
  }

  @Override
  public @Nullable MediaLeg handOverCaller() {
    MediaLeg leg = caller;
    caller = null;
    if (leg != null) {
      leg.silence();
    }
    return leg;
  }

  @Override
  public boolean isSettled() {
    return fetching.isEmpty();
  }

  @Override
  public void adopt(long offerId, MediaLeg leg) {
    agents.put(offerId, leg);
  }

  /** Takes a leg that is to be connected already. */
  void rejoin(long offerId, MediaLeg leg, Dialog dialog) {
    adopt(offerId, leg);
    agent = leg;
    leg.belongsTo(dialog);
    joinLegs();
    joinedOnceAcknowledged();
  }

  @Override
  public void disconnect() {
    if (agent != null && agents.values().remove(agent)) {
      closeAgents(agent);
    }
    agent = null;
    fetching.remove(Side.AGENT);
    joined = false;
  }

  @Override
  public void callerAcknowledged(SipRequest ack) {
    callerWasAcknowledged = true;
    if (callersOffer == null && !takeAnswer(caller, ack)) {
      listener.failed(488);
      return;
    }
    joinedOnceAcknowledged();
  }

  private static boolean takeAnswer(@Nullable MediaLeg leg, SipMessage message) {
    return leg != null && leg.answered(MediaPath.sdpOf(message));
  }

  private @Nullable MediaLeg leg(Side side) {
    return switch (side) {
      case CALLER -> caller;
      case AGENT -> agent;
    };
  }

  /** In a conference there are several at that side, known by their dialogs. */
  private @Nullable MediaLeg leg(Side side, String callId) {
    return side == Side.CALLER || gathered.isEmpty()
        ? leg(side)
        : agents.values().stream()
            .filter(leg -> leg.dialog() != null && callId.equals(leg.dialog().callId()))
            .findFirst()
            .orElse(null);
  }

  @Override
  public void reinvited(Side side, Dialog dialog, SipRequest reinvite) {
    MediaLeg leg = leg(side, dialog.callId());
    if (leg == null || !fetching.isEmpty()) {
      dialog.refuseReinvite(491);
      return;
    }
    byte[] body = MediaPath.sdpOf(reinvite);
    if (body == null) {
      dialog.acceptReinvite(leg.offerAgain(leg(MediaPath.other(side))));
      return;
    }
    boolean wasHeld = leg.isHeldByFarEnd();
    SessionDescription offer = MediaLeg.parse(body);
    switch (offer == null ? new Description.Impossible(400, "unreadable") : leg.answer(offer)) {
      case Description.Ready(byte[] sdp) -> {
        dialog.acceptReinvite(sdp);
        holdOrResume(side, leg, wasHeld);
      }
      case Description.Impossible(int status, String _) -> dialog.refuseReinvite(status);
    }
  }

  private void holdOrResume(Side side, MediaLeg leg, boolean wasHeld) {
    MediaLeg peer = leg(MediaPath.other(side));
    if (!gathered.isEmpty() || peer == null || wasHeld == leg.isHeldByFarEnd()) {
      return;
    }
    if (leg.isHeldByFarEnd()) {
      peer.play(music);
      listener.held(side);
    } else {
      joinLegs();
      listener.resumed(side);
    }
  }

  @Override
  public void reinviteAcknowledged(Side side, SipRequest ack) {
    MediaLeg leg = leg(side, ack.callId());
    if (leg != null && ack.hasBody()) {
      boolean wasHeld = leg.isHeldByFarEnd();
      takeAnswer(leg, ack);
      holdOrResume(side, leg, wasHeld);
    }
  }

  /** We answer at once, so there is nothing to take back. */
  @Override
  public void reinviteCancelled(Side side) {}

  /** We send none but to fetch a phone. */
  @Override
  public void reinviteAnswered(Side side, SipResponse answer) {
    if (!fetching.remove(side)) {
      return;
    }
    if (takeAnswer(leg(side), answer)) {
      fetched();
    } else {
      notFetched(side, 488);
    }
  }

  private void fetched() {
    joinLegs();
    if (agent == null && caller != null && playsWhenFetched) {
      caller.play(music);
    }
    joinedOnceAcknowledged();
  }

  /** A caller who only waits does so without music; he may be asked again with the next agent. */
  private void notFetched(Side side, int status) {
    if (side == Side.CALLER && caller != null) {
      caller.close();
      caller = null;
    }
    if (agent != null || !gathered.isEmpty()) {
      listener.failed(status);
    }
  }

  @Override
  public void reinviteRefused(Side side, int status) {
    if (fetching.remove(side)) {
      notFetched(side, status);
    }
  }

  @Override
  public boolean isBroken() {
    return (caller != null && caller.isBroken()) || (agent != null && agent.isBroken());
  }

  @Override
  public boolean tellsKeys(Side from) {
    MediaLeg teller = leg(from);
    return teller != null && teller.tellsKeys();
  }

  @Override
  public boolean passesKeys(Side from) {
    MediaLeg other = leg(MediaPath.other(from));
    return other != null && tellsKeys(from) && other.takesKeys();
  }

  @Override
  public void close() {
    closeCaller();
    closeMixer();
    agents.values().forEach(this::closeAgents);
  }
}
