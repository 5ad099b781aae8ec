package usher.core.call;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import usher.core.agent.Target;
import usher.sip.dialog.Dialog;
import usher.sip.media.AudioClip;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.sdp.Profile;

/**
 * Audio from phone to phone as long as both speak open RTP; through the server once the call is
 * with a phone that does not, such as a browser, which no other phone could understand, or that is
 * in the other family of addresses.
 *
 * <pre>
 *   direct -- connected with an agent who was offered a port of ours --&gt; relayed, to the call's end
 *          -- the caller, of whose agent nothing is left, waits again --&gt;
 *          -- a phone refuses to hear of the other while a port of ours is left --&gt;
 *          -- more than two are to hear each other --&gt;
 * </pre>
 */
final class DirectOrRelayedPath implements MediaPath {
  private final DirectPath direct;
  private final RelayedPath relayed;
  private final Set<Long> relayedOffers = new HashSet<>(2);
  private MediaPath current;
  private long connected;

  /**
   * Begins direct.
   *
   * @param relayed the other path, which opens nothing before it is needed; with the same listener
   */
  DirectOrRelayedPath(DirectPath direct, RelayedPath relayed) {
    this.direct = direct;
    this.relayed = relayed;
    this.current = direct;
  }

  @Override
  public Description prepare() {
    return current.prepare();
  }

  @Override
  public Description forCaller() {
    return current.forCaller();
  }

  @Override
  public void music(AudioClip clip) {
    direct.music(clip);
    relayed.music(clip);
  }

  @Override
  public void playMusic() {
    if (current == direct && direct.isCallerElsewhere()) {
      goRelayed();
    }
    current.playMusic();
  }

  private void goRelayed() {
    RelayedPath.Spoken told = direct.spokenToCaller();
    relayed.takeOver(direct.surrender(), told);
    current = relayed;
  }

  @Override
  public Description forAgent(long offerId, Target phone) {
    if (current == direct && phone.media() == Profile.PLAIN && direct.reaches(phone.host())) {
      return direct.forAgent(offerId, phone);
    }
    relayedOffers.add(offerId);
    return relayed.forAgent(offerId, phone);
  }

  @Override
  public void forgetAgent(long offerId) {
    of(offerId).forgetAgent(offerId);
    relayedOffers.remove(offerId);
  }

  private MediaPath of(long offerId) {
    return relayedOffers.contains(offerId) ? relayed : direct;
  }

  @Override
  public boolean agentAnswered(long offerId, SipResponse answer) {
    return of(offerId).agentAnswered(offerId, answer);
  }

  @Override
  public void connect(Dialog caller, Dialog agent, long offerId) {
    if (current == direct && relayedOffers.contains(offerId)) {
      goRelayed();
    }
    connected = offerId;
    if (current == relayed && !relayedOffers.contains(offerId)) {
      connectWhoKnowsTheCaller(caller, agent, offerId);
    } else {
      current.connect(caller, agent, offerId);
    }
  }

  /** He was rung while the path was direct; the caller has gone over to us since. */
  private void connectWhoKnowsTheCaller(Dialog caller, Dialog agent, long offerId) {
    relayedOffers.add(offerId);
    MediaLeg port = direct.surrenderPort(offerId);
    if (port != null) {
      relayed.adopt(offerId, port);
      relayed.connect(caller, agent, offerId);
    } else {
      relayed.connectFetched(offerId, direct.surrenderAgent(offerId, agent));
    }
  }

  @Override
  public @Nullable MediaLeg handOver(long offerId) {
    return of(offerId).handOver(offerId);
  }

  /** A phone that does not speak open RTP, such as a browser, or not IPv6, has to be relayed. */
  @Override
  public void adopt(long offerId, MediaLeg leg) {
    if (current == direct && leg.isPlain() && direct.reaches(leg.host())) {
      direct.adopt(offerId, leg);
    } else {
      relayedOffers.add(offerId);
      relayed.adopt(offerId, leg);
    }
  }

  /** Calls that agents dial themselves, whose callers are given away, are never direct. */
  @Override
  public @Nullable MediaLeg handOverCaller() {
    return current.handOverCaller();
  }

  @Override
  public boolean isSettled() {
    return current.isSettled();
  }

  @Override
  public void gather(boolean withCaller, List<Long> legIds) {
    if (current == direct) {
      goRelayed();
    }
    legIds.stream().filter(relayedOffers::add).forEach(this::bring);
    relayed.gather(withCaller, legIds);
  }

  /** Who is connected knows the caller's phone; others know a port of ours. */
  private void bring(long legId) {
    MediaLeg port = direct.surrenderPort(legId);
    if (port != null) {
      relayed.adopt(legId, port);
    } else {
      relayed.fetchAgent(legId, Objects.requireNonNull(direct.surrenderConnected(legId)));
    }
  }

  @Override
  public void disconnect() {
    current.disconnect();
  }

  @Override
  public void callerAcknowledged(SipRequest ack) {
    direct.callerAcknowledged(ack);
    relayed.callerAcknowledged(ack);
  }

  @Override
  public void reinvited(Side side, Dialog dialog, SipRequest reinvite) {
    current.reinvited(side, dialog, reinvite);
  }

  @Override
  public void reinviteAcknowledged(Side side, SipRequest ack) {
    current.reinviteAcknowledged(side, ack);
  }

  @Override
  public void reinviteCancelled(Side side) {
    current.reinviteCancelled(side);
  }

  @Override
  public void reinviteAnswered(Side side, SipResponse answer) {
    current.reinviteAnswered(side, answer);
  }

  @Override
  public void reinviteRefused(Side side, int status) {
    if (current == direct && side == Side.CALLER && direct.isCallerStillOurs()) {
      relayInstead();
      return;
    }
    current.reinviteRefused(side, status);
  }

  /** The caller keeps the port of ours that he has, and his agent gets one, too. */
  private void relayInstead() {
    Dialog agentsDialog = direct.agentsDialog();
    MediaLeg port = direct.surrenderPort(connected);
    RelayedPath.Spoken agent = direct.surrenderConnected(connected);
    goRelayed();
    relayedOffers.add(connected);
    if (port != null) {
      relayed.rejoin(connected, port, agentsDialog);
    } else if (agent != null) {
      relayed.fetchAgent(connected, agent);
    }
  }

  @Override
  public boolean isBroken() {
    return current.isBroken();
  }

  @Override
  public boolean tellsKeys(Side from) {
    return current.tellsKeys(from);
  }

  @Override
  public boolean passesKeys(Side from) {
    return current.passesKeys(from);
  }

  @Override
  public void close() {
    direct.close();
    relayed.close();
  }
}
