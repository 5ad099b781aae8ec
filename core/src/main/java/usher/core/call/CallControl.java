package usher.core.call;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.sip.header.FromHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.agent.AgentLocator;
import usher.core.agent.Target;
import usher.core.call.CallCommand.DropReason;
import usher.routing.Router;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.NewCall;
import usher.routing.offer.OfferOutcome;
import usher.routing.overflow.Then;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.Dialogs;
import usher.sip.dialog.OutgoingInvite;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.dialog.SipEvent;
import usher.sip.media.MediaPlane;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.sdp.AudioStream;
import usher.sip.sdp.SessionDescription;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.Timers;

/**
 * The only place where SIP, routing and media meet: turns what dialogs and the router say into
 * {@link CallEvent}s, and performs the {@link CallCommand}s that come back. Commands are taken from
 * a queue, so nothing here recurses; the queue is empty again when a public method returns.
 */
public final class CallControl {
  private static final Logger LOG = LoggerFactory.getLogger(CallControl.class);
  private static final String WARNING_MISC = "399 usher \"";

  private record Step(ActiveCall call, CallEvent event) {}

  /** Whose leg a dialog is: the caller's where it is no agent's and not outside. */
  private record Leg(ActiveCall call, @Nullable AgentLeg agent, @Nullable OutsideLeg outside) {
    Side side() {
      return agent == null && outside == null ? Side.CALLER : Side.AGENT;
    }
  }

  private final Dialogs dialogs;
  private final Router router;
  private final RoutingNotes notes;
  private final MediaPlane media;
  private final AgentLocator locator;
  private final AgentListener agentListener;
  private final CallJournal journal;
  private final Consumer<CallLog> records;
  private final OutsideLocator outside;
  private final Timers timers;
  private final LongSupplier epochMs;
  private final TokenSource tokens;

  private final Map<Dialog, Leg> legs = new HashMap<>();
  private final Map<Long, ActiveCall> byRoutingId = new HashMap<>();
  private final Map<Long, ActiveCall> calls = new HashMap<>();
  private final Deque<Step> steps = new ArrayDeque<>();
  private final LastAgents lastAgents = new LastAgents();
  private final DeskCodes deskCodes;
  private final NewCall newCall = new NewCall();
  private Entrance entrance;
  private boolean performing;
  private long lastCallId;
  private long faults;
  private long repairs;

  /** Everything that a call control works with. */
  public record Parts(
      Dialogs dialogs,
      Router router,
      RoutingNotes notes,
      MediaPlane media,
      AgentLocator locator,
      AgentListener agentListener,
      CallJournal journal,
      Consumer<CallLog> records,
      Entrance entrance,
      OutsideLocator outside,
      Timers timers,
      LongSupplier epochMs,
      TokenSource tokens) {}

  /** Makes one without calls. */
  public CallControl(Parts parts) {
    this.dialogs = parts.dialogs();
    this.router = parts.router();
    this.notes = parts.notes();
    this.media = parts.media();
    this.locator = parts.locator();
    this.agentListener = parts.agentListener();
    this.journal = parts.journal();
    this.records = parts.records();
    this.entrance = parts.entrance();
    this.outside = parts.outside();
    this.timers = parts.timers();
    this.epochMs = parts.epochMs();
    this.tokens = parts.tokens();
    this.deskCodes = new DeskCodes(router, locator, media, timers, this::sessionId);
  }

  private long sessionId() {
    return tokens.token().hashCode() & 0xFFFF_FFFFL;
  }

  /** Calls that arrive from now on come in here. */
  public void entrance(Entrance next) {
    entrance = next;
  }

  /** The router's handle of a call that waits, {@link Router#NONE} for any other. */
  public long routingIdOf(long id) {
    ActiveCall call = calls.get(id);
    return call == null ? Router.NONE : call.routingId();
  }

  /** Calls that are not over. */
  public int running() {
    return calls.size();
  }

  /** Calls that a fault of ours ended. Zero, or somebody has to look. */
  public long faults() {
    return faults;
  }

  /**
   * Acts on what the router decided by itself, and on what anybody else's command made it decide.
   */
  public void settle() {
    takeNotes();
    perform();
  }

  /** States of agents that had no cause and were repaired. Zero, or somebody has to look. */
  public long repairs() {
    return repairs;
  }

  /**
   * Looks for agents whose work says that they are busy with a call of ours which does not exist,
   * and sets them free. It is never needed unless something here is wrong, hence counted and
   * logged.
   */
  public void reconcile() {
    BitSet busy = new BitSet();
    for (ActiveCall call : calls.values()) {
      call.agentLegs().values().forEach(leg -> busy.set(leg.agent()));
    }
    for (int agent = 0; agent < router.plan().agentCount(); agent++) {
      Work work = router.work(agent);
      if ((work.inOffer() || work.inCall()) && !busy.get(agent)) {
        repair(agent, work);
      }
    }
    settle();
  }

  private void repair(int agent, Work work) {
    repairs++;
    LOG.error("agent {} was {} without a call", router.plan().agent(agent).name(), work);
    if (work.inOffer()) {
      router.offerFailed(router.offerOf(agent), OfferOutcome.RECOVERY, timers.nowNs());
    } else {
      router.released(agent, timers.nowNs());
    }
  }

  /** Ends every call. */
  public void stopAll() {
    for (ActiveCall call : List.copyOf(calls.values())) {
      post(call, new CallEvent.ServerStops());
    }
    perform();
  }

  // ---- what dialogs say

  /** Takes one event of a dialog. */
  public void on(SipEvent event) {
    if (event instanceof SipEvent.IncomingCall(Dialog dialog, SipRequest invite)) {
      arrived(dialog, invite);
    } else {
      Leg leg = legs.get(event.dialog());
      if (leg != null) {
        guarded(leg.call(), () -> onLeg(leg, event));
      } else {
        onStray(event);
      }
    }
    perform();
  }

  /** A leg that no call wants any more may still ask something. */
  private static void onStray(SipEvent event) {
    switch (event) {
      case SipEvent.Answered(Dialog dialog, _) -> dialog.hangUp(DropReason.OFFER_ENDED.reason());
      case SipEvent.Reinvited(Dialog dialog, _) -> dialog.refuseReinvite(481);
      case SipEvent.InfoReceived(_, ServerTransaction info) -> answer(info, 481);
      case SipEvent.Referred(_, ServerTransaction refer) -> answer(refer, 481);
      case SipEvent.Notified(_, ServerTransaction notify) -> answer(notify, 481);
      case SipEvent.IncomingCall _, SipEvent.Cancelled _, SipEvent.Acknowledged _ -> {}
      case SipEvent.Progress _, SipEvent.Refused _, SipEvent.Ended _ -> {}
      case SipEvent.ReinviteAcknowledged _, SipEvent.ReinviteCancelled _ -> {}
      case SipEvent.ReinviteAnswered _, SipEvent.ReinviteRefused _ -> {}
      case SipEvent.ReferAnswered _ -> {}
    }
  }

  private void onLeg(Leg leg, SipEvent event) {
    ActiveCall call = leg.call();
    switch (event) {
      case SipEvent.IncomingCall _ ->
          throw new IllegalStateException("a second INVITE for one dialog");
      case SipEvent.Cancelled _ -> post(call, new CallEvent.CallerLeft());
      case SipEvent.Acknowledged(_, SipRequest ack) -> call.path().callerAcknowledged(ack);
      case SipEvent.Progress(_, SipResponse response) -> progressed(leg, response.status());
      case SipEvent.Answered answered -> answered(leg, answered);
      case SipEvent.Refused refused -> refused(leg, refused);
      case SipEvent.Reinvited(Dialog dialog, ServerTransaction transaction) ->
          call.path().reinvited(leg.side(), dialog, transaction.request());
      case SipEvent.ReinviteAcknowledged(_, SipRequest ack) ->
          call.path().reinviteAcknowledged(leg.side(), ack);
      case SipEvent.ReinviteCancelled _ -> call.path().reinviteCancelled(leg.side());
      case SipEvent.ReinviteAnswered answered ->
          call.path().reinviteAnswered(leg.side(), answered.response());
      case SipEvent.ReinviteRefused refused ->
          call.path().reinviteRefused(leg.side(), refused.status());
      case SipEvent.InfoReceived(_, ServerTransaction info) -> relay(leg, info);
      case SipEvent.Referred(Dialog dialog, ServerTransaction refer) ->
          referred(leg, dialog, refer);
      // we have asked for nothing that could be notified (RFC 6665 4.1.3)
      case SipEvent.Notified(_, ServerTransaction notify) -> answer(notify, 481);
      case SipEvent.ReferAnswered _ -> {}
      case SipEvent.Ended _ -> ended(leg);
    }
  }

  private interface OfferEvent {
    CallEvent of(long offerId);
  }

  private void onAgent(Leg leg, OfferEvent event) {
    AgentLeg agent = leg.agent();
    if (agent != null) {
      post(leg.call(), event.of(agent.offerId()));
    }
  }

  private void progressed(Leg leg, int status) {
    PassOn passOn = leg.call().passOn();
    if (leg.outside() != null && leg.outside().isPassed() && passOn != null) {
      passOn.referral().progress(status);
    }
    onAgent(leg, offer -> new CallEvent.AgentRinging(offer));
  }

  // ---- an agent passes the call on

  /** Only the agent of a call may pass it on: anybody else would call at our expense. */
  private void referred(Leg leg, Dialog dialog, ServerTransaction refer) {
    ActiveCall call = leg.call();
    if (leg.agent() == null) {
      dialog.answer(refer, 403);
    } else if (!(call.machine().state() instanceof CallState.Talking)) {
      dialog.answer(refer, 491);
    } else {
      passOn(call, leg.agent(), dialog, refer);
    }
  }

  private void passOn(ActiveCall call, AgentLeg by, Dialog dialog, ServerTransaction refer) {
    Destination to =
        new Destinations(entrance, router, locator, outside)
            .of(
                refer.request(),
                dialog.flow(),
                call.ticket(),
                call.log().waitedNs(),
                epochMs.getAsLong());
    if (to instanceof Destination.Refused(int status)) {
      LOG.info("agent {} may not pass call {} on: {}", nameOf(by.agent()), call.id(), status);
      dialog.answer(refer, status);
      return;
    }
    call.passOn(new PassOn(dialog.acceptReferral(refer), nameOf(by.agent()), to));
    switch (to) {
      case Destination.Line(CallQueue queue, _) -> {
        call.log().passing(nameOf(by.agent()), queue.name(), timers.nowNs());
        post(call, new CallEvent.PassedToQueue(queue.name()));
      }
      case Destination.Phone phone -> {
        call.log().passing(nameOf(by.agent()), phone.name(), timers.nowNs());
        post(call, new CallEvent.PassedToPhone(call.nextOutside()));
      }
      case Destination.Refused _ -> {}
    }
  }

  private static PassOn passOnOf(ActiveCall call) {
    PassOn passOn = call.passOn();
    if (passOn == null) {
      throw new IllegalStateException("nobody passes this call on");
    }
    return passOn;
  }

  private void ringPassed(ActiveCall call, long legId) {
    PassOn passOn = passOnOf(call);
    if (!(passOn.to() instanceof Destination.Phone phone)) {
      throw new IllegalStateException("a queue has no phone");
    }
    OutsideLeg leg = OutsideLeg.passed(legId, phone);
    call.outside(leg);
    journal.sentOutside(call.id(), phone.name());
    tellOwnCall(leg, true);
    switch (call.path().forAgent(legId, phone.target().media())) {
      case MediaPath.Description.Ready(byte[] sdp) ->
          inviteOutside(
              call,
              leg,
              invitation(call, phone.target(), sdp, referredBy(passOn)),
              entrance.transfers().ring());
      case MediaPath.Description.Impossible(int _, String reason) -> {
        LOG.warn("call {} cannot be passed on: {}", call.id(), reason);
        post(call, new CallEvent.OutsideFailed(legId));
      }
    }
  }

  /** RFC 3892. */
  private List<HeaderLine> referredBy(PassOn passOn) {
    String uri = "sip:" + passOn.by() + "@" + entrance.domain();
    return List.of(new HeaderLine(Header.REFERRED_BY.text(), "<" + uri + ">"));
  }

  /** An agent to whom a call is passed is in a call that routing has not given him. */
  private void tellOwnCall(OutsideLeg leg, boolean begins) {
    if (leg.agent() != OutsideLeg.NOBODY) {
      router.external(leg.agent(), begins, timers.nowNs());
      takeNotes();
    }
  }

  private void connectPassed(ActiveCall call, long legId) {
    call.log().resumed(timers.nowNs());
    call.path().disconnect();
    connectOutside(call, legId);
  }

  private static void reportPassed(ActiveCall call, boolean done) {
    PassOn passOn = passOnOf(call);
    if (done) {
      call.log().passed();
      passOn.referral().done(200);
    } else {
      Integer status = call.log().passes().getLast().status();
      passOn.referral().done(status == null ? 480 : status);
      call.passOn(null);
    }
  }

  private void enterAgain(ActiveCall call, @Nullable String queue) {
    PassOn passOn = passOnOf(call);
    if (queue != null && passOn.to() instanceof Destination.Line(CallQueue to, Ticket ticket)) {
      call.enters(to, ticket);
    } else {
      boolean keepsAge = entrance.transfers().keepAge();
      call.enters(call.queue(), call.ticket().again(keepsAge ? call.log().waitedNs() : 0));
    }
    call.log().resumed(timers.nowNs());
    call.path().music(call.queue().music());
    call.path().playMusic();
    enterQueue(call);
  }

  private void ended(Leg leg) {
    if (leg.outside() != null) {
      post(leg.call(), new CallEvent.OutsideHungUp(leg.outside().id()));
    } else if (leg.agent() == null) {
      post(leg.call(), new CallEvent.CallerLeft());
    } else {
      onAgent(leg, offer -> new CallEvent.AgentHungUp(offer));
    }
  }

  private void arrived(Dialog dialog, SipRequest invite) {
    DeskCode code = entrance.code(DeskCodes.dialled(invite));
    if (code != null) {
      deskCodes.dialled(dialog, invite, code);
      takeNotes();
      return;
    }
    switch (entrance.admit(invite, dialog.flow(), epochMs.getAsLong())) {
      case Entrance.Admission.Unknown() -> dialog.reject(404);
      case Entrance.Admission.Refused(int status) -> dialog.reject(status);
      case Entrance.Admission.Admitted(CallQueue queue, Ticket ticket) -> {
        if (journal.isAvailable()) {
          take(queue, ticket, dialog, invite);
        } else {
          dialog.reject(503);
        }
      }
    }
  }

  private void take(CallQueue queue, Ticket ticket, Dialog dialog, SipRequest invite) {
    CallLog log =
        new CallLog(
            ++lastCallId, queue, ticket, invite, dialog, timers.nowNs(), epochMs.getAsLong());
    ActiveCall call = new ActiveCall(lastCallId, queue, dialog, log);
    calls.put(call.id(), call);
    legs.put(dialog, new Leg(call, null, null));
    guarded(
        call,
        () -> {
          call.path(path(call, MediaPath.sdpOf(invite)));
          switch (call.path().prepare()) {
            case MediaPath.Description.Ready _ -> post(call, new CallEvent.Arrived());
            case MediaPath.Description.Impossible(int status, String reason) -> {
              dialog.reject(status, new HeaderLine("Warning", WARNING_MISC + reason + "\""));
              post(call, new CallEvent.Failed(status));
            }
          }
        });
  }

  /**
   * Where the queue says direct, an INVITE is relayed all the same that has no offer, as there is
   * nothing yet to show the agent, or one that no plain phone would understand.
   */
  private MediaPath path(ActiveCall call, byte @Nullable [] offer) {
    CallQueue queue = call.queue();
    SessionDescription description = MediaLeg.parse(offer);
    AudioStream audio = description == null ? null : description.audio();
    PathListener listener = new PathListener(call);
    LongSupplier sessionIds = this::sessionId;
    RelayedPath relayed = new RelayedPath(media, queue.music(), sessionIds, offer, listener);
    if (!queue.direct() || description == null || (audio != null && !audio.plain())) {
      return relayed;
    }
    boolean plays = queue.answer() != AnswerPolicy.ON_AGENT;
    return new DirectOrRelayedPath(
        new DirectPath(
            media,
            queue.music(),
            sessionIds,
            call.caller().flow().local(),
            plays,
            description,
            listener),
        relayed);
  }

  private final class PathListener implements MediaPath.Listener {
    private final ActiveCall call;

    PathListener(ActiveCall call) {
      this.call = call;
    }

    @Override
    public void joined() {
      post(call, new CallEvent.Joined());
    }

    @Override
    public void failed(int status) {
      post(call, new CallEvent.Failed(status));
    }

    @Override
    public void held(Side by) {
      call.log().held(timers.nowNs());
      if (by == Side.AGENT) {
        call.agentLegs().values().forEach(leg -> router.held(leg.agent(), timers.nowNs()));
        takeNotes();
      }
    }

    @Override
    public void resumed(Side by) {
      call.log().resumed(timers.nowNs());
      if (by == Side.AGENT) {
        call.agentLegs().values().forEach(leg -> router.retrieved(leg.agent(), timers.nowNs()));
        takeNotes();
      }
    }
  }

  private void answered(Leg leg, SipEvent.Answered answered) {
    if (leg.outside() == null) {
      agentAnswered(leg, answered);
    } else {
      outsideAnswered(leg.call(), leg.outside(), answered);
    }
  }

  private void outsideAnswered(ActiveCall call, OutsideLeg leg, SipEvent.Answered answered) {
    leg.stopWaiting();
    if (call.path().agentAnswered(leg.id(), answered.response())) {
      if (!leg.isPassed()) {
        call.log().outsideAnswered(timers.nowNs());
      }
      post(call, new CallEvent.OutsideAnswered(leg.id()));
    } else {
      post(call, new CallEvent.OutsideFailed(leg.id()));
    }
  }

  private void refused(Leg leg, SipEvent.Refused refused) {
    if (leg.outside() == null) {
      agentRefused(leg, refused);
    } else {
      noteRefusal(leg.call(), leg.outside(), refused.status());
      post(leg.call(), new CallEvent.OutsideFailed(leg.outside().id()));
    }
  }

  private static void noteRefusal(ActiveCall call, OutsideLeg leg, int status) {
    if (leg.isPassed()) {
      call.log().passRefused(status);
    } else {
      call.log().outsideRefused(status);
    }
  }

  private void agentAnswered(Leg leg, SipEvent.Answered answered) {
    AgentLeg agent = leg.agent();
    if (agent == null) {
      return;
    }
    ActiveCall call = leg.call();
    if (!call.path().agentAnswered(agent.offerId(), answered.response())) {
      post(call, new CallEvent.AgentFailed(agent.offerId(), OfferOutcome.UNREACHABLE));
      dropAgent(call, agent.offerId(), DropReason.CALL_ENDED);
      return;
    }
    boolean won = router.accepted(agent.offerId(), timers.nowNs());
    takeNotes();
    if (won) {
      call.log().answered(agent.offerId(), timers.nowNs());
      post(call, new CallEvent.AgentAnswered(agent.offerId()));
    } else {
      dropAgent(call, agent.offerId(), DropReason.ANSWERED_ELSEWHERE);
    }
  }

  private void agentRefused(Leg leg, SipEvent.Refused refused) {
    AgentLeg agent = leg.agent();
    if (agent == null) {
      return;
    }
    ActiveCall call = leg.call();
    OfferOutcome outcome = outcomeOf(refused.status());
    legs.remove(refused.dialog());
    if (outcome == OfferOutcome.UNREACHABLE && agent.hasNextTarget()) {
      call.path().forgetAgent(agent.offerId());
      ringNext(call, agent);
      return;
    }
    call.agentLegs().remove(agent.offerId());
    call.path().forgetAgent(agent.offerId());
    post(call, new CallEvent.AgentFailed(agent.offerId(), outcome));
  }

  /** Semantics section 2: what an agent's phone says, and what that says about the agent. */
  static OfferOutcome outcomeOf(int status) {
    return switch (status) {
      case 486, 600 -> OfferOutcome.BUSY;
      case 403, 603 -> OfferOutcome.DECLINED;
      default ->
          status >= 600 && status != 604 && status != 606
              ? OfferOutcome.DECLINED
              : OfferOutcome.UNREACHABLE;
    };
  }

  /** An INFO of one phone is for the other: digits of old phones travel so. */
  private void relay(Leg leg, ServerTransaction info) {
    Dialog other = leg.side() == Side.AGENT ? leg.call().caller() : talkingAgent(leg.call());
    SipRequest request = info.request();
    String type = request.header(Header.CONTENT_TYPE);
    if (other != null && type != null) {
      other.info(type, request.body());
    }
    answer(info, 200);
  }

  /** Whom the caller talks to. */
  private static @Nullable Dialog talkingAgent(ActiveCall call) {
    if (call.machine().state() instanceof CallState.TalkingOutside && call.outside() != null) {
      return call.outside().dialog();
    }
    CallState state = call.machine().state();
    boolean talks = state instanceof CallState.Talking || state instanceof CallState.Passing;
    // nobody else is left who could be rung for the call
    return talks
        ? call.agentLegs().values().stream().findFirst().map(AgentLeg::dialog).orElse(null)
        : null;
  }

  private static void answer(ServerTransaction transaction, int status) {
    transaction.respond(SipWriter.response(status, transaction.request(), null).toResponse());
  }

  // ---- what the router says

  private void takeNotes() {
    RoutingNotes.Note note = notes.take();
    while (note != null) {
      onNote(note);
      note = notes.take();
    }
  }

  private void onNote(RoutingNotes.Note note) {
    switch (note) {
      case RoutingNotes.Note.Offered(long offer, long routingId, int agent, int queue) -> {
        ActiveCall call = byRoutingId.get(routingId);
        journal.offerMade(call == null ? 0 : call.id(), offer, agent, queue);
        post(call, new CallEvent.Offered(offer, agent));
      }
      case RoutingNotes.Note.OfferEnded(
              long offer,
              long routingId,
              int agent,
              OfferOutcome outcome) -> {
        ActiveCall call = byRoutingId.get(routingId);
        journal.offerEnded(call == null ? 0 : call.id(), offer, agent, outcome);
        offerEnded(call, offer, outcome);
      }
      case RoutingNotes.Note.AgentChanged changed ->
          agentListener.agentChanged(
              changed.agent(), changed.intent(), changed.reason(), changed.work());
      case RoutingNotes.Note.Fired(long routingId, Then then) ->
          fired(byRoutingId.get(routingId), then);
      case RoutingNotes.Note.CallEnded(long routingId, CallEnd end) -> {
        ActiveCall call = byRoutingId.remove(routingId);
        if (end == CallEnd.TIMED_OUT) {
          post(call, new CallEvent.WaitedTooLong());
        }
      }
    }
  }

  /** A rung of the ladder; what does not concern the caller's leg is done by the router alone. */
  private void fired(@Nullable ActiveCall call, Then then) {
    if (call == null) {
      return;
    }
    switch (then) {
      case Then.External(String target, Duration ring) ->
          post(call, new CallEvent.SentOutside(call.nextOutside(), target, ring));
      case Then.Refuse(int status) -> post(call, new CallEvent.TurnedAway(status));
      case Then.Goodbye(int status) -> post(call, new CallEvent.SaidGoodbye(status));
      case Then.AddQueue(String queue) -> call.log().queueAdded(queue, timers.nowNs());
      case Then.Move(String queue, boolean _) -> moved(call, queue);
      case Then.Relax _, Then.RaisePoints _ -> {}
    }
  }

  private void moved(ActiveCall call, String queue) {
    call.log().moved(queue, timers.nowNs());
    CallQueue to = entrance.queue(queue);
    if (to == null) {
      return;
    }
    call.path().music(to.music());
    boolean hears = call.queue().answer() != AnswerPolicy.ON_AGENT || call.caller().isEstablished();
    if (hears && call.machine().state() instanceof CallState.Waiting) {
      call.path().playMusic();
    }
  }

  private void offerEnded(@Nullable ActiveCall call, long offer, OfferOutcome outcome) {
    if (call != null) {
      call.log().offerEnded(offer, outcome, timers.nowNs());
      if (outcome != OfferOutcome.ACCEPTED) {
        post(call, new CallEvent.OfferWithdrawn(offer, outcome));
      }
    }
  }

  // ---- performing

  private void post(@Nullable ActiveCall call, CallEvent event) {
    if (call != null) {
      steps.add(new Step(call, event));
    }
  }

  private void perform() {
    if (performing) {
      return;
    }
    performing = true;
    try {
      Step step = steps.poll();
      while (step != null) {
        Step next = step;
        guarded(next.call(), () -> perform(next));
        step = steps.poll();
      }
    } finally {
      performing = false;
    }
  }

  private void perform(Step step) {
    for (CallCommand command : step.call().machine().on(step.event())) {
      perform(step.call(), command);
    }
  }

  /** A fault in one call ends that call, never the loop. */
  private void guarded(ActiveCall call, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      faults++;
      LOG.error("call {} is ended by a fault", call.id(), e);
      abort(call);
    }
  }

  /** Frees what the call holds without asking its machine, whose state may be what is wrong. */
  private void abort(ActiveCall call) {
    steps.removeIf(step -> step.call() == call);
    if (call.routingId() != Router.NONE && router.isLive(call.routingId())) {
      router.leave(call.routingId(), CallEnd.LOST, timers.nowNs());
    }
    for (AgentLeg leg : List.copyOf(call.agentLegs().values())) {
      dropAgent(call, leg.offerId(), DropReason.CALL_ENDED);
      router.released(leg.agent(), timers.nowNs());
    }
    if (call.outside() != null) {
      dropOutside(call, call.outside().id(), DropReason.CALL_ENDED);
    }
    dropCaller(call, 500);
    finish(call, EndCause.LOST);
    takeNotes();
  }

  private void perform(ActiveCall call, CallCommand command) {
    switch (command) {
      case CallCommand.EnterQueue() -> enterQueue(call);
      case CallCommand.RingCaller() -> call.caller().ring();
      case CallCommand.PlayEarly() -> playEarly(call);
      case CallCommand.AnswerAndPlay() -> answerAndPlay(call);
      case CallCommand.PlayAgain(long legId) -> playAgain(call, legId);
      case CallCommand.RingAgent(long offerId, int agent) -> ringAgent(call, offerId, agent);
      case CallCommand.DropAgent(long offerId, DropReason reason) ->
          dropAgent(call, offerId, reason);
      case CallCommand.ReportRinging(long offerId) -> {
        call.log().ringing(offerId, timers.nowNs());
        router.ringing(offerId, timers.nowNs());
        takeNotes();
      }
      case CallCommand.ReportFailure(long offerId, OfferOutcome outcome) -> {
        router.offerFailed(offerId, outcome, timers.nowNs());
        takeNotes();
      }
      case CallCommand.Connect(long offerId) -> connect(call, offerId);
      case CallCommand.ReportConnected(long offerId) -> {
        call.log().connected(timers.nowNs());
        lastAgents.talked(call.log().ticket().caller(), call.log().agentOf(offerId));
        router.connected(offerId, timers.nowNs());
        takeNotes();
      }
      case CallCommand.RingOutside(long legId, String target, Duration ring) ->
          ringOutside(call, new OutsideLeg(legId, target), ring);
      case CallCommand.DropOutside(long legId, DropReason reason) ->
          dropOutside(call, legId, reason);
      case CallCommand.ConnectOutside(long legId) -> connectOutside(call, legId);
      case CallCommand.ReportOutsideJoined() -> {
        call.log().connected(timers.nowNs());
        router.outsideAnswered(call.routingId(), timers.nowNs());
        takeNotes();
      }
      case CallCommand.ReportOutsideFailed() -> {
        router.outsideFailed(call.routingId(), timers.nowNs());
        takeNotes();
      }
      case CallCommand.RingPassed(long legId) -> ringPassed(call, legId);
      case CallCommand.ConnectPassed(long legId) -> connectPassed(call, legId);
      case CallCommand.ReportPassed(boolean done) -> reportPassed(call, done);
      case CallCommand.EnterAgain(String queue) -> enterAgain(call, queue);
      case CallCommand.LeaveQueue(boolean callerLeft) -> {
        router.leave(
            call.routingId(), callerLeft ? CallEnd.ABANDONED : CallEnd.LOST, timers.nowNs());
        takeNotes();
      }
      case CallCommand.ReleaseAgent(long offerId) -> release(call, offerId);
      case CallCommand.DropCaller(int status) -> dropCaller(call, status);
      case CallCommand.TurnCallerAway(int status) -> turnAway(call, new Refusal(status));
      case CallCommand.Finish(EndCause cause) -> finish(call, cause);
    }
  }

  private void enterQueue(ActiveCall call) {
    Ticket ticket = call.ticket();
    ticket.fill(newCall, call.queue().index(), lastAgents.of(ticket.caller()));
    long routingId = router.arrive(newCall, timers.nowNs());
    if (routingId == Router.NONE) {
      post(call, new CallEvent.Failed(503));
      return;
    }
    call.routingId(routingId);
    byRoutingId.put(routingId, call);
    journal.entered(call.id(), routingId, call.log());
    if (router.isLive(routingId)) {
      call.log().queued(call.queue().name(), timers.nowNs());
      post(call, new CallEvent.Admitted());
    }
    takeNotes();
  }

  // ---- outside of the centre

  private void ringOutside(ActiveCall call, OutsideLeg leg, Duration ring) {
    call.outside(leg);
    call.log().sentOutside(leg.target(), timers.nowNs());
    journal.sentOutside(call.id(), leg.target());
    Target target = outside.target(leg.target());
    if (target == null) {
      LOG.warn("call {} cannot be sent to {}: no way leads there", call.id(), leg.target());
      post(call, new CallEvent.OutsideFailed(leg.id()));
      return;
    }
    switch (call.path().forAgent(leg.id(), target.media())) {
      case MediaPath.Description.Ready(byte[] sdp) ->
          inviteOutside(call, leg, invitation(call, target, sdp, List.of()), ring);
      case MediaPath.Description.Impossible(int _, String reason) -> {
        LOG.warn("call {} cannot be sent outside: {}", call.id(), reason);
        post(call, new CallEvent.OutsideFailed(leg.id()));
      }
    }
  }

  private void inviteOutside(
      ActiveCall call, OutsideLeg leg, OutgoingInvite invitation, Duration ring) {
    Dialog dialog = dialogs.invite(invitation);
    leg.ring(
        dialog,
        timers.schedule(ring.toNanos(), () -> post(call, new CallEvent.OutsideFailed(leg.id()))));
    legs.put(dialog, new Leg(call, null, leg));
    call.log().outsideAdded(dialog);
  }

  private void dropOutside(ActiveCall call, long legId, DropReason reason) {
    OutsideLeg leg = call.outside();
    if (leg == null || leg.id() != legId) {
      return;
    }
    call.outside(null);
    leg.stopWaiting();
    Dialog dialog = leg.dialog();
    if (dialog != null) {
      legs.remove(dialog);
      dialog.hangUp(reason.reason());
    }
    call.path().forgetAgent(legId);
    if (leg.isPassed()) {
      tellOwnCall(leg, false);
    } else {
      call.log().outsideEnded(timers.nowNs());
    }
  }

  private void connectOutside(ActiveCall call, long legId) {
    OutsideLeg leg = call.outside();
    Dialog dialog = leg == null ? null : leg.dialog();
    if (dialog == null) {
      throw new IllegalStateException("somebody answered outside who was not rung");
    }
    call.path().connect(call.caller(), dialog, legId);
  }

  private void playEarly(ActiveCall call) {
    if (call.path().forCaller() instanceof MediaPath.Description.Ready(byte[] sdp)) {
      call.caller().progress(sdp);
      call.path().playMusic();
    }
  }

  private void answerAndPlay(ActiveCall call) {
    if (call.path().forCaller() instanceof MediaPath.Description.Ready(byte[] sdp)) {
      call.caller().accept(sdp);
      call.path().playMusic();
    }
  }

  private void playAgain(ActiveCall call, long legId) {
    AgentLeg leg = call.agentLegs().remove(legId);
    if (leg != null && leg.dialog() != null) {
      legs.remove(leg.dialog());
    }
    call.path().disconnect();
    call.path().playMusic();
  }

  private void ringAgent(ActiveCall call, long offerId, int agent) {
    AgentLeg leg = new AgentLeg(offerId, agent, locator.targets(agent));
    call.agentLegs().put(offerId, leg);
    call.log()
        .offered(
            offerId,
            agent,
            router.plan(),
            router.view().decisions().ofOffer(offerId).orElse(null),
            timers.nowNs());
    ringNext(call, leg);
  }

  private String nameOf(int agent) {
    return router.plan().agent(agent).name();
  }

  private void ringNext(ActiveCall call, AgentLeg leg) {
    Target target = leg.nextTarget();
    if (target == null) {
      call.agentLegs().remove(leg.offerId());
      post(call, new CallEvent.AgentFailed(leg.offerId(), OfferOutcome.UNREACHABLE));
      return;
    }
    switch (call.path().forAgent(leg.offerId(), target.media())) {
      case MediaPath.Description.Ready(byte[] sdp) -> invite(call, leg, target, sdp);
      case MediaPath.Description.Impossible(int status, String reason) -> {
        LOG.warn("call {} cannot be offered: {}", call.id(), reason);
        post(call, new CallEvent.Failed(status));
      }
    }
  }

  private void invite(ActiveCall call, AgentLeg leg, Target target, byte[] offer) {
    Dialog dialog = dialogs.invite(invitation(call, target, offer, List.of()));
    leg.ring(dialog);
    legs.put(dialog, new Leg(call, leg, null));
    call.log().legAdded(dialog, nameOf(leg.agent()));
  }

  private static OutgoingInvite invitation(
      ActiveCall call, Target target, byte[] offer, List<HeaderLine> headers) {
    return new OutgoingInvite(
        target.uri(),
        target.flow(),
        call.log().callerAddress(),
        "<" + target.uri() + ">",
        offer,
        Stream.concat(target.headers().stream(), headers.stream()).toList());
  }

  private void dropAgent(ActiveCall call, long offerId, DropReason reason) {
    AgentLeg leg = call.agentLegs().remove(offerId);
    Dialog dialog = leg == null ? null : leg.dialog();
    if (dialog != null) {
      legs.remove(dialog);
      dialog.hangUp(reason.reason());
    }
    call.path().forgetAgent(offerId);
  }

  private void connect(ActiveCall call, long offerId) {
    AgentLeg leg = call.agentLegs().get(offerId);
    Dialog agent = leg == null ? null : leg.dialog();
    if (agent == null) {
      throw new IllegalStateException("an agent answered who was not rung");
    }
    call.path().connect(call.caller(), agent, offerId);
  }

  private void release(ActiveCall call, long offerId) {
    int agent = call.log().agentOf(offerId);
    AgentLeg leg = call.agentLegs().remove(offerId);
    if (leg != null && leg.dialog() != null) {
      legs.remove(leg.dialog());
    }
    router.released(agent, timers.nowNs());
    takeNotes();
  }

  private void dropCaller(ActiveCall call, int status) {
    legs.remove(call.caller());
    call.caller().reject(status);
    call.caller().hangUp(null);
  }

  private void turnAway(ActiveCall call, Refusal refusal) {
    legs.remove(call.caller());
    call.caller().reject(refusal.status(), refusal.headers());
    call.caller().hangUp(refusal.reason());
  }

  private void finish(ActiveCall call, EndCause cause) {
    legs.remove(call.caller());
    byRoutingId.remove(call.routingId());
    calls.remove(call.id());
    call.closePath();
    call.log().ended(cause, timers.nowNs());
    records.accept(call.log());
  }

  /** The caller's address for the agent's phone: who calls, without the caller's tag. */
  static String addressOf(SipRequest invite) {
    try {
      FromHeader from = invite.first(Header.FROM, FromHeader.class);
      return from == null ? "<sip:anonymous@anonymous.invalid>" : from.getAddress().toString();
    } catch (MalformedMessageException e) {
      return "<sip:anonymous@anonymous.invalid>";
    }
  }
}
