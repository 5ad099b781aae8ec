package usher.core.call;

import java.time.Duration;
import java.util.BitSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.routing.Router;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.NewCall;
import usher.routing.ewt.Promises;
import usher.routing.offer.OfferOutcome;
import usher.routing.overflow.Then;
import usher.sip.transaction.Timers;

/** What calls tell the router, and what it tells them. */
final class RouterSide {
  private static final Logger LOG = LoggerFactory.getLogger(RouterSide.class);

  private final CallTable calls;
  private final Router router;
  private final RoutingNotes notes;
  private final AgentListener agentListener;
  private final CallJournal journal;
  private final Timers timers;
  private final Supplier<Entrance> entrance;
  private final LastAgents lastAgents = new LastAgents();
  private final NewCall newCall = new NewCall();
  private long repairs;

  RouterSide(CallControl.Parts parts, CallTable calls, Supplier<Entrance> entrance) {
    this.calls = calls;
    this.router = parts.router();
    this.notes = parts.notes();
    this.agentListener = parts.agentListener();
    this.journal = parts.journal();
    this.timers = parts.timers();
    this.entrance = entrance;
  }

  // ---- what calls tell it

  void enterQueue(ActiveCall call) {
    Ticket ticket = call.ticket();
    ticket.fill(newCall, call.queue().index(), lastAgents.of(ticket.caller()));
    long routingId = router.arrive(newCall, timers.nowNs());
    if (routingId == Router.NONE) {
      call.log().notTaken(whyNotTaken(call.queue()));
      calls.post(call, new CallEvent.Failed(503));
      return;
    }
    calls.routed(call, routingId);
    journal.entered(call.id(), routingId, call.log());
    if (router.isLive(routingId)) {
      call.log().queued(call.queue().name(), timers.nowNs());
      calls.post(call, new CallEvent.Admitted());
    }
    takeNotes();
  }

  private String whyNotTaken(CallQueue queue) {
    return router.plan().isQueueRetired(queue.index())
        ? "the rules have no queue " + queue.name() + " any more"
        : "the router holds as many calls as it can";
  }

  void leaveQueue(ActiveCall call, CallEnd end) {
    router.leave(call.routingId(), end, timers.nowNs());
    takeNotes();
  }

  void ringing(ActiveCall call, long offerId) {
    call.log().ringing(offerId, timers.nowNs());
    router.ringing(offerId, timers.nowNs());
    takeNotes();
  }

  void failed(long offerId, OfferOutcome outcome) {
    router.offerFailed(offerId, outcome, timers.nowNs());
    takeNotes();
  }

  /** False where the offer was over already. */
  boolean accepted(long offerId) {
    boolean won = router.accepted(offerId, timers.nowNs());
    takeNotes();
    return won;
  }

  /** The call is that of the offer's agent from now on. */
  void answered(ActiveCall call, long offerId) {
    call.log().answered(offerId, timers.nowNs());
    calls.post(call, new CallEvent.AgentAnswered(offerId));
  }

  void connected(ActiveCall call, long offerId) {
    call.log().connected(timers.nowNs());
    lastAgents.talked(call.log().ticket().caller(), call.log().agentOf(offerId));
    router.connected(offerId, timers.nowNs());
    takeNotes();
  }

  void held(ActiveCall call) {
    call.heldByAgent(true);
    servedBy(call).forEach(agent -> router.held(agent, timers.nowNs()));
    takeNotes();
  }

  void retrieved(ActiveCall call) {
    call.heldByAgent(false);
    servedBy(call).forEach(agent -> router.retrieved(agent, timers.nowNs()));
    takeNotes();
  }

  /** Agents whom routing gave the call. */
  private static IntStream servedBy(ActiveCall call) {
    return IntStream.concat(
        call.agentLegs().values().stream().mapToInt(AgentLeg::agent),
        call.outsideLegs().values().stream()
            .filter(OutsideLeg::isRouted)
            .mapToInt(OutsideLeg::agent));
  }

  void released(int agent) {
    router.released(agent, timers.nowNs());
    takeNotes();
  }

  void outsideJoined(ActiveCall call) {
    call.log().connected(timers.nowNs());
    router.outsideAnswered(call.routingId(), timers.nowNs());
    takeNotes();
  }

  void outsideFailed(ActiveCall call) {
    router.outsideFailed(call.routingId(), timers.nowNs());
    takeNotes();
  }

  /**
   * An agent to whom a call is passed is in a call that routing has not given him, unless it had
   * given him the call of an agent who asked him.
   */
  void passedTo(OutsideLeg leg, boolean begins) {
    if (leg.agent() == OutsideLeg.NOBODY) {
      return;
    }
    if (!leg.isRouted()) {
      ownCall(leg.agent(), begins);
    } else if (!begins) {
      released(leg.agent());
    }
  }

  /** A call that routing has not given the agent begins or ends; he may have another. */
  void ownCall(int agent, boolean begins) {
    if (begins || !calls.busyOnHisOwn(agent)) {
      router.external(agent, begins, timers.nowNs());
      takeNotes();
    }
  }

  /** The agent asks somebody while the caller whom he serves waits. */
  void consults(int agent) {
    router.consulting(agent, timers.nowNs());
    takeNotes();
  }

  /** He asks nobody any more; the caller may still be on hold. */
  void consultsNoMore(int agent, boolean holds) {
    if (router.work(agent) == Work.CONSULT) {
      if (holds) {
        router.held(agent, timers.nowNs());
      } else {
        router.retrieved(agent, timers.nowNs());
      }
      takeNotes();
    }
  }

  /** A fault ends the call: whatever the router still has of it is over. */
  void lost(ActiveCall call) {
    if (call.routingId() != Router.NONE && router.isLive(call.routingId())) {
      router.leave(call.routingId(), CallEnd.LOST, timers.nowNs());
    }
  }

  String nameOf(int agent) {
    return router.plan().agent(agent).name();
  }

  // ---- what it says

  void takeNotes() {
    RoutingNotes.Note note = notes.take();
    while (note != null) {
      onNote(note);
      note = notes.take();
    }
  }

  private void onNote(RoutingNotes.Note note) {
    switch (note) {
      case RoutingNotes.Note.Offered(long offer, long routingId, int agent, int queue) -> {
        ActiveCall call = calls.routed(routingId);
        journal.offerMade(call == null ? 0 : call.id(), offer, agent, queue);
        calls.post(call, new CallEvent.Offered(offer, agent));
      }
      case RoutingNotes.Note.OfferEnded(
              long offer,
              long routingId,
              int agent,
              OfferOutcome outcome) -> {
        ActiveCall call = calls.routed(routingId);
        journal.offerEnded(call == null ? 0 : call.id(), offer, agent, outcome);
        offerEnded(call, offer, outcome);
      }
      case RoutingNotes.Note.AgentChanged changed ->
          agentListener.agentChanged(
              changed.agent(), changed.intent(), changed.reason(), changed.work());
      case RoutingNotes.Note.Fired(long routingId, int queue, int rung, Then then) ->
          fired(calls.routed(routingId), queue, rung, then);
      case RoutingNotes.Note.LeftWaiting(long routingId) -> promise(routingId);
      case RoutingNotes.Note.CallEnded(long routingId, CallEnd end) -> {
        ActiveCall call = calls.unrouted(routingId);
        left(call, end);
        if (end == CallEnd.TIMED_OUT) {
          calls.post(call, new CallEvent.WaitedTooLong());
        }
      }
    }
  }

  /**
   * What a caller could be told about his wait, whether or not anybody tells him: the router holds
   * it against what comes true.
   */
  private void promise(long routingId) {
    long promisedNs = router.promise(routingId, timers.nowNs());
    ActiveCall call = calls.routed(routingId);
    if (call != null && promisedNs != Promises.SILENCE) {
      call.log().promised(promisedNs);
    }
  }

  /** Where a rung took the call away, or an agent has it, that is told already. */
  private void left(@Nullable ActiveCall call, CallEnd end) {
    if (call == null) {
      return;
    }
    switch (end) {
      case ABANDONED, TIMED_OUT, EXITED, CALLBACK, LOST ->
          router
              .view()
              .decisions()
              .ofEnd(call.routingId())
              .ifPresent(why -> call.log().left(router.plan(), why, timers.nowNs()));
      case ANSWERED, OVERFLOWED, MOVED, REFUSED -> {}
    }
  }

  /**
   * A rung of a ladder, at this queue; what does not concern the caller's leg is done by the router
   * alone.
   */
  private void fired(@Nullable ActiveCall call, int at, int rung, Then then) {
    if (call == null) {
      return;
    }
    router
        .view()
        .decisions()
        .ofRung(call.routingId(), at, rung)
        .ifPresent(why -> call.log().overflowed(router.plan(), why, timers.nowNs()));
    switch (then) {
      case Then.External(String target, Duration ring) ->
          calls.post(call, new CallEvent.SentOutside(call.nextOutside(), target, ring));
      case Then.Refuse(int status) -> calls.post(call, new CallEvent.TurnedAway(status));
      case Then.Goodbye(int status) -> calls.post(call, new CallEvent.SaidGoodbye(status));
      case Then.AddQueue(String queue) -> call.log().queueAdded(queue, timers.nowNs());
      case Then.Move(String queue, boolean _) -> moved(call, queue);
      case Then.Relax _, Then.RaisePoints _ -> {}
    }
  }

  private void moved(ActiveCall call, String queue) {
    call.log().moved(queue, timers.nowNs());
    CallQueue to = entrance.get().queue(queue);
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
        calls.post(call, new CallEvent.OfferWithdrawn(offer, outcome));
      }
    }
  }

  // ---- what should never be needed

  /** States of agents that had no cause and were repaired. */
  long repairs() {
    return repairs;
  }

  /** Sets agents free whose work says that they are in a call of ours which does not exist. */
  void reconcile() {
    BitSet busy = new BitSet();
    for (ActiveCall call : calls.all()) {
      servedBy(call).forEach(busy::set);
    }
    for (int agent = 0; agent < router.plan().agentCount(); agent++) {
      Work work = router.work(agent);
      if ((work.inOffer() || work.inCall()) && !busy.get(agent)) {
        repair(agent, work);
      }
    }
  }

  private void repair(int agent, Work work) {
    repairs++;
    LOG.error("agent {} was {} without a call", nameOf(agent), work);
    if (work.inOffer()) {
      router.offerFailed(router.offerOf(agent), OfferOutcome.RECOVERY, timers.nowNs());
    } else {
      router.released(agent, timers.nowNs());
    }
  }
}
