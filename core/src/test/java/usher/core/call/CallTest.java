package usher.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import usher.core.call.CallCommand.AnswerAndPlay;
import usher.core.call.CallCommand.Connect;
import usher.core.call.CallCommand.ConnectOutside;
import usher.core.call.CallCommand.ConnectPassed;
import usher.core.call.CallCommand.DropAgent;
import usher.core.call.CallCommand.DropCaller;
import usher.core.call.CallCommand.DropOutside;
import usher.core.call.CallCommand.DropReason;
import usher.core.call.CallCommand.EnterAgain;
import usher.core.call.CallCommand.EnterQueue;
import usher.core.call.CallCommand.Finish;
import usher.core.call.CallCommand.Gather;
import usher.core.call.CallCommand.HangUpCaller;
import usher.core.call.CallCommand.LeaveQueue;
import usher.core.call.CallCommand.MoveOut;
import usher.core.call.CallCommand.PlayAgain;
import usher.core.call.CallCommand.PlayEarly;
import usher.core.call.CallCommand.ReleaseAgent;
import usher.core.call.CallCommand.ReportConnected;
import usher.core.call.CallCommand.ReportFailure;
import usher.core.call.CallCommand.ReportOutsideFailed;
import usher.core.call.CallCommand.ReportOutsideJoined;
import usher.core.call.CallCommand.ReportPassed;
import usher.core.call.CallCommand.ReportRinging;
import usher.core.call.CallCommand.RingAgent;
import usher.core.call.CallCommand.RingCaller;
import usher.core.call.CallCommand.RingOutside;
import usher.core.call.CallCommand.RingPassed;
import usher.core.call.CallCommand.TurnCallerAway;
import usher.core.call.CallEvent.Absorbed;
import usher.core.call.CallEvent.Admitted;
import usher.core.call.CallEvent.AgentAnswered;
import usher.core.call.CallEvent.AgentFailed;
import usher.core.call.CallEvent.AgentHungUp;
import usher.core.call.CallEvent.AgentRinging;
import usher.core.call.CallEvent.Arrived;
import usher.core.call.CallEvent.CallerLeft;
import usher.core.call.CallEvent.Conferred;
import usher.core.call.CallEvent.Failed;
import usher.core.call.CallEvent.Joined;
import usher.core.call.CallEvent.OfferWithdrawn;
import usher.core.call.CallEvent.Offered;
import usher.core.call.CallEvent.OutsideAnswered;
import usher.core.call.CallEvent.OutsideFailed;
import usher.core.call.CallEvent.OutsideHungUp;
import usher.core.call.CallEvent.PassedToLeg;
import usher.core.call.CallEvent.PassedToPhone;
import usher.core.call.CallEvent.PassedToQueue;
import usher.core.call.CallEvent.SaidGoodbye;
import usher.core.call.CallEvent.SentOutside;
import usher.core.call.CallEvent.ServerStops;
import usher.core.call.CallEvent.TakenAway;
import usher.core.call.CallEvent.TurnedAway;
import usher.core.call.CallEvent.WaitedTooLong;
import usher.core.call.CallState.Conference;
import usher.core.call.CallState.Connecting;
import usher.core.call.CallState.ConnectingOutside;
import usher.core.call.CallState.ConnectingPassed;
import usher.core.call.CallState.Ended;
import usher.core.call.CallState.Entering;
import usher.core.call.CallState.Member;
import usher.core.call.CallState.New;
import usher.core.call.CallState.Outside;
import usher.core.call.CallState.Passed;
import usher.core.call.CallState.Passing;
import usher.core.call.CallState.Talking;
import usher.core.call.CallState.TalkingOutside;
import usher.core.call.CallState.Waiting;
import usher.routing.offer.OfferOutcome;

/** The call machine: every state with every event, and the stories that make sense of it. */
class CallTest {
  private static final long FIRST = 11;
  private static final long SECOND = 22;
  private static final int ALICE = 1;
  private static final int BOB = 2;

  private static final long LEG = -1;
  private static final long OTHER = -2;
  private static final Duration RING = Duration.ofSeconds(20);
  private static final String HOME = "sip:home@usher.test";
  private static final SentOutside SENT_OUTSIDE = new SentOutside(LEG, HOME, RING);
  private static final List<CallEvent> IN_LINE = List.of(new Arrived(), new Admitted());

  private static List<CallEvent> inLine(CallEvent... then) {
    return Stream.concat(IN_LINE.stream(), Stream.of(then)).toList();
  }

  /** How a call gets into each state worth trying; in those with offers, the first is offer 11. */
  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private enum Start {
    NEW(List.of()),
    ENTERING(List.of(new Arrived())),
    WAITING(IN_LINE),
    OFFERING(inLine(new Offered(FIRST, ALICE))),
    OFFERING_TWO(inLine(new Offered(FIRST, ALICE), new Offered(SECOND, BOB))),
    CONNECTING(inLine(new Offered(FIRST, ALICE), new AgentAnswered(FIRST))),
    CONNECTING_ONE_OF_TWO(
        inLine(new Offered(FIRST, ALICE), new Offered(SECOND, BOB), new AgentAnswered(SECOND))),
    TALKING(inLine(new Offered(FIRST, ALICE), new AgentAnswered(FIRST), new Joined())),
    PASSING(
        inLine(
            new Offered(FIRST, ALICE),
            new AgentAnswered(FIRST),
            new Joined(),
            new PassedToPhone(LEG))),
    PASSED(
        inLine(
            new Offered(FIRST, ALICE),
            new AgentAnswered(FIRST),
            new Joined(),
            new PassedToPhone(LEG),
            new AgentHungUp(FIRST))),
    CONNECTING_PASSED(
        inLine(
            new Offered(FIRST, ALICE),
            new AgentAnswered(FIRST),
            new Joined(),
            new PassedToPhone(LEG),
            new OutsideAnswered(LEG))),
    OUTSIDE(inLine(SENT_OUTSIDE)),
    CONNECTING_OUTSIDE(inLine(SENT_OUTSIDE, new OutsideAnswered(LEG))),
    TALKING_OUTSIDE(inLine(SENT_OUTSIDE, new OutsideAnswered(LEG), new Joined())),
    CONFERENCE(
        inLine(new Offered(FIRST, ALICE), new AgentAnswered(FIRST), new Joined(), conferred(LEG))),
    CONFERENCE_OF_FOUR(
        inLine(
            new Offered(FIRST, ALICE),
            new AgentAnswered(FIRST),
            new Joined(),
            new Conferred(List.of(new Member(OTHER, false))),
            conferred(LEG))),
    CONFERENCE_WITHOUT_CALLER(
        inLine(
            new Offered(FIRST, ALICE),
            new AgentAnswered(FIRST),
            new Joined(),
            conferred(LEG),
            new CallerLeft())),
    PASSING_ONCE_MORE(
        inLine(
            new Offered(FIRST, ALICE),
            new AgentAnswered(FIRST),
            new Joined(),
            new PassedToLeg(OTHER, true),
            new Joined(),
            new PassedToPhone(LEG))),
    ENDED(inLine(new CallerLeft()));

    private final List<CallEvent> history;

    Start(List<CallEvent> history) {
      this.history = history;
    }

    Call call() {
      Call call = new Call(AnswerPolicy.ON_AGENT);
      history.forEach(call::on);
      return call;
    }
  }

  /** An agent is asked in. */
  private static Conferred conferred(long leg) {
    return new Conferred(List.of(new Member(leg, true)));
  }

  private record Row(CallState next, List<CallCommand> commands) {
    static Row of(CallState next, CallCommand... commands) {
      return new Row(next, List.of(commands));
    }
  }

  private static final List<CallEvent> EVENTS =
      List.of(
          new Arrived(),
          new Offered(33, 3),
          new OfferWithdrawn(FIRST, OfferOutcome.RING_TIMEOUT),
          new WaitedTooLong(),
          new AgentRinging(FIRST),
          new AgentAnswered(FIRST),
          new AgentFailed(FIRST, OfferOutcome.DECLINED),
          new AgentHungUp(FIRST),
          new Joined(),
          new Admitted(),
          new TurnedAway(486),
          new SaidGoodbye(486),
          SENT_OUTSIDE,
          new OutsideAnswered(LEG),
          new OutsideFailed(LEG),
          new OutsideHungUp(LEG),
          new OutsideHungUp(OTHER),
          new PassedToQueue("others"),
          new PassedToPhone(LEG),
          new PassedToPhone(OTHER),
          new PassedToLeg(LEG, true),
          new PassedToLeg(LEG, false),
          new TakenAway(),
          conferred(LEG),
          new Absorbed(),
          new CallerLeft(),
          new Failed(488),
          new ServerStops());

  private static final DropAgent TOLD_ENDED = new DropAgent(FIRST, DropReason.OFFER_ENDED);
  private static final DropAgent CALLER_LEFT = new DropAgent(FIRST, DropReason.CALLER_LEFT);
  private static final DropAgent CALL_ENDED = new DropAgent(FIRST, DropReason.CALL_ENDED);

  private static Ended ended(EndCause cause) {
    return new Ended(cause);
  }

  private static Finish finish(EndCause cause) {
    return new Finish(cause);
  }

  /** What is not in the table must change nothing and ask for nothing. */
  private static Map<Start, Map<CallEvent, Row>> table() {
    Map<Start, Map<CallEvent, Row>> table = new LinkedHashMap<>();
    table.put(
        Start.NEW,
        Map.of(
            new Arrived(), Row.of(new Entering(), new EnterQueue()),
            new CallerLeft(), Row.of(ended(EndCause.ABANDONED), finish(EndCause.ABANDONED)),
            new Failed(488),
                Row.of(ended(EndCause.REFUSED), new DropCaller(488), finish(EndCause.REFUSED)),
            new ServerStops(),
                Row.of(
                    ended(EndCause.SERVER_STOPPED),
                    new DropCaller(503),
                    finish(EndCause.SERVER_STOPPED))));
    table.put(Start.ENTERING, entering());
    table.put(
        Start.WAITING,
        Map.of(
            SENT_OUTSIDE,
            Row.of(new Outside(LEG), new RingOutside(LEG, HOME, RING)),
            new SaidGoodbye(486),
            Row.of(
                ended(EndCause.SAID_GOODBYE),
                new TurnCallerAway(486),
                finish(EndCause.SAID_GOODBYE)),
            new Offered(33, 3),
            Row.of(new Waiting(List.of(33L)), new RingAgent(33, 3)),
            new WaitedTooLong(),
            Row.of(ended(EndCause.TIMED_OUT), new TurnCallerAway(480), finish(EndCause.TIMED_OUT)),
            new CallerLeft(),
            Row.of(ended(EndCause.ABANDONED), new LeaveQueue(true), finish(EndCause.ABANDONED)),
            new Failed(488),
            Row.of(
                ended(EndCause.REFUSED),
                new LeaveQueue(false),
                new DropCaller(488),
                finish(EndCause.REFUSED)),
            new ServerStops(),
            Row.of(
                ended(EndCause.SERVER_STOPPED),
                new LeaveQueue(false),
                new DropCaller(503),
                finish(EndCause.SERVER_STOPPED))));
    table.put(Start.OFFERING, offering(List.of(), List.of()));
    table.put(Start.OFFERING_TWO, offering(List.of(SECOND), List.of(SECOND)));
    table.put(
        Start.CONNECTING,
        Map.of(
            new Joined(), Row.of(new Talking(FIRST), new ReportConnected(FIRST)),
            new AgentHungUp(FIRST),
                Row.of(
                    new Waiting(List.of()),
                    new PlayAgain(FIRST),
                    new ReportFailure(FIRST, OfferOutcome.PREBRIDGE_DROP)),
            new CallerLeft(),
                Row.of(
                    ended(EndCause.LEFT_BEFORE_AUDIO),
                    new LeaveQueue(true),
                    CALLER_LEFT,
                    finish(EndCause.LEFT_BEFORE_AUDIO)),
            new Failed(488),
                Row.of(
                    ended(EndCause.LOST),
                    new LeaveQueue(false),
                    CALL_ENDED,
                    new DropCaller(488),
                    finish(EndCause.LOST)),
            new ServerStops(),
                Row.of(
                    ended(EndCause.SERVER_STOPPED),
                    new LeaveQueue(false),
                    CALL_ENDED,
                    new DropCaller(503),
                    finish(EndCause.SERVER_STOPPED))));
    table.put(
        Start.TALKING,
        Map.of(
            new PassedToQueue("others"),
                Row.of(
                    new Entering(),
                    new ReportPassed(true),
                    new DropAgent(FIRST, DropReason.PASSED_ON),
                    new ReleaseAgent(FIRST),
                    new PlayAgain(FIRST),
                    new EnterAgain("others")),
            new PassedToPhone(LEG), Row.of(new Passing(FIRST, LEG), new RingPassed(LEG)),
            new PassedToPhone(OTHER), Row.of(new Passing(FIRST, OTHER), new RingPassed(OTHER)),
            new AgentHungUp(FIRST),
                Row.of(
                    ended(EndCause.AGENT_HUNG_UP),
                    new ReleaseAgent(FIRST),
                    new DropCaller(480),
                    finish(EndCause.AGENT_HUNG_UP)),
            new CallerLeft(),
                Row.of(
                    ended(EndCause.CALLER_HUNG_UP),
                    CALLER_LEFT,
                    new ReleaseAgent(FIRST),
                    finish(EndCause.CALLER_HUNG_UP)),
            new Failed(488),
                Row.of(
                    ended(EndCause.LOST),
                    CALL_ENDED,
                    new ReleaseAgent(FIRST),
                    new DropCaller(488),
                    finish(EndCause.LOST)),
            new ServerStops(),
                Row.of(
                    ended(EndCause.SERVER_STOPPED),
                    CALL_ENDED,
                    new ReleaseAgent(FIRST),
                    new DropCaller(503),
                    finish(EndCause.SERVER_STOPPED))));
    table.put(Start.CONNECTING_ONE_OF_TWO, connectingOneOfTwo());
    table.put(Start.PASSING, passing());
    table.put(Start.PASSED, passed());
    table.put(Start.CONNECTING_PASSED, connectingPassed());
    table.put(Start.OUTSIDE, outside());
    table.put(Start.CONNECTING_OUTSIDE, connectingOutside());
    table.put(Start.TALKING_OUTSIDE, both(talkingOutside(), passedOnOnceMore()));
    table.put(Start.PASSING_ONCE_MORE, passingOnceMore());
    table.put(Start.CONFERENCE, conference());
    table.put(Start.CONFERENCE_OF_FOUR, conferenceOfFour());
    table.put(Start.CONFERENCE_WITHOUT_CALLER, conferenceWithoutCaller());
    table.put(Start.ENDED, Map.of());
    return table;
  }

  private static Map<CallEvent, Row> entering() {
    return Map.of(
        new Admitted(), Row.of(new Waiting(List.of()), new RingCaller()),
        new TurnedAway(486), turnedAway(EndCause.TURNED_AWAY),
        new SaidGoodbye(486), turnedAway(EndCause.SAID_GOODBYE),
        new CallerLeft(),
            Row.of(ended(EndCause.ABANDONED), new LeaveQueue(true), finish(EndCause.ABANDONED)),
        new Failed(488),
            Row.of(
                ended(EndCause.REFUSED),
                new LeaveQueue(false),
                new DropCaller(488),
                finish(EndCause.REFUSED)),
        new ServerStops(),
            Row.of(
                ended(EndCause.SERVER_STOPPED),
                new LeaveQueue(false),
                new DropCaller(503),
                finish(EndCause.SERVER_STOPPED)));
  }

  private static Row turnedAway(EndCause cause) {
    return Row.of(ended(cause), new TurnCallerAway(486), finish(cause));
  }

  /** The second offer's agent has answered, the first one's phone still rings. */
  private static Map<CallEvent, Row> connectingOneOfTwo() {
    List<Long> both = List.of(FIRST, SECOND);
    Map<CallEvent, Row> rows = new LinkedHashMap<>();
    rows.put(
        new Joined(),
        Row.of(
            new Talking(SECOND),
            new DropAgent(FIRST, DropReason.ANSWERED_ELSEWHERE),
            new ReportConnected(SECOND)));
    rows.put(
        new OfferWithdrawn(FIRST, OfferOutcome.RING_TIMEOUT),
        Row.of(new Connecting(SECOND, List.of()), TOLD_ENDED));
    rows.put(
        new AgentRinging(FIRST),
        Row.of(new Connecting(SECOND, List.of(FIRST)), new ReportRinging(FIRST)));
    rows.put(
        new AgentFailed(FIRST, OfferOutcome.DECLINED),
        Row.of(new Connecting(SECOND, List.of()), new ReportFailure(FIRST, OfferOutcome.DECLINED)));
    rows.put(
        new CallerLeft(),
        new Row(
            ended(EndCause.LEFT_BEFORE_AUDIO),
            join(
                List.of(new LeaveQueue(true)),
                join(drops(both, DropReason.CALLER_LEFT), finish(EndCause.LEFT_BEFORE_AUDIO))
                    .toArray(CallCommand[]::new))));
    rows.put(new Failed(488), givenUp(List.of(SECOND), EndCause.LOST, 488));
    rows.put(new ServerStops(), givenUp(List.of(SECOND), EndCause.SERVER_STOPPED, 503));
    return rows;
  }

  private static Map<CallEvent, Row> both(Map<CallEvent, Row> one, Map<CallEvent, Row> other) {
    Map<CallEvent, Row> rows = new LinkedHashMap<>(one);
    rows.putAll(other);
    return rows;
  }

  /** The agent joins two calls: one is served and goes on, the other is his own and ends. */
  private static Map<Start, Map<CallEvent, Row>> joining() {
    return Map.of(
        Start.WAITING, Map.of(new TakenAway(), movedOut()),
        Start.OFFERING, Map.of(new TakenAway(), movedOut(FIRST)),
        Start.OFFERING_TWO, Map.of(new TakenAway(), movedOut(FIRST, SECOND)),
        Start.TALKING,
            Map.of(
                new TakenAway(),
                Row.of(
                    ended(EndCause.PASSED_ON),
                    new HangUpCaller(DropReason.PASSED_ON),
                    finish(EndCause.PASSED_ON)),
                new PassedToLeg(LEG, true),
                Row.of(
                    new ConnectingPassed(LEG),
                    new ReportPassed(true),
                    new DropAgent(FIRST, DropReason.PASSED_ON),
                    new ReleaseAgent(FIRST),
                    new ConnectPassed(LEG)),
                new PassedToLeg(LEG, false),
                Row.of(new Passing(FIRST, LEG)),
                conferred(LEG),
                met(true, ANNA, CORA),
                new Absorbed(),
                Row.of(ended(EndCause.PASSED_ON), finish(EndCause.PASSED_ON))),
        Start.TALKING_OUTSIDE,
            Map.of(
                conferred(LEG),
                met(true, CORA, CORA),
                new Absorbed(),
                Row.of(ended(EndCause.PASSED_ON), finish(EndCause.PASSED_ON))));
  }

  // ---- conferences

  private static final Member ANNA = new Member(FIRST, true);
  private static final Member CORA = new Member(LEG, true);
  private static final Member HOME_OUTSIDE = new Member(OTHER, false);

  /** They are a conference after these commands. */
  private static Row met(List<CallCommand> before, boolean caller, Member... members) {
    return new Row(new Conference(caller, List.of(members)), join(before, gather(caller, members)));
  }

  private static Row met(boolean caller, Member... members) {
    return met(List.of(), caller, members);
  }

  private static Gather gather(boolean caller, Member... members) {
    return new Gather(caller, Stream.of(members).map(Member::legId).toList());
  }

  private static final List<CallCommand> ANNA_LEAVES = List.of(CALL_ENDED, new ReleaseAgent(FIRST));
  private static final DropOutside CORA_LEAVES = new DropOutside(LEG, DropReason.CALL_ENDED);
  private static final DropOutside HOME_LEAVES = new DropOutside(OTHER, DropReason.CALL_ENDED);

  private static Map<CallEvent, Row> conference() {
    return Map.of(
        conferred(LEG),
        met(true, ANNA, CORA, CORA),
        new AgentHungUp(FIRST),
        new Row(new TalkingOutside(LEG), join(ANNA_LEAVES, gather(true, CORA))),
        new OutsideHungUp(LEG),
        Row.of(new Talking(FIRST), CORA_LEAVES, gather(true, ANNA)),
        new CallerLeft(),
        met(false, ANNA, CORA),
        new Failed(488),
        new Row(
            ended(EndCause.LOST),
            join(ANNA_LEAVES, CORA_LEAVES, new DropCaller(488), finish(EndCause.LOST))),
        new ServerStops(),
        new Row(
            ended(EndCause.SERVER_STOPPED),
            join(ANNA_LEAVES, CORA_LEAVES, new DropCaller(503), finish(EndCause.SERVER_STOPPED))));
  }

  private static Map<CallEvent, Row> conferenceOfFour() {
    return Map.of(
        conferred(LEG),
        met(true, ANNA, HOME_OUTSIDE, CORA, CORA),
        new AgentHungUp(FIRST),
        met(ANNA_LEAVES, true, HOME_OUTSIDE, CORA),
        new OutsideHungUp(LEG),
        met(List.of(CORA_LEAVES), true, ANNA, HOME_OUTSIDE),
        new OutsideHungUp(OTHER),
        met(List.of(HOME_LEAVES), true, ANNA, CORA),
        new CallerLeft(),
        met(false, ANNA, HOME_OUTSIDE, CORA),
        new Failed(488),
        new Row(
            ended(EndCause.LOST),
            join(
                ANNA_LEAVES, HOME_LEAVES, CORA_LEAVES, new DropCaller(488), finish(EndCause.LOST))),
        new ServerStops(),
        new Row(
            ended(EndCause.SERVER_STOPPED),
            join(
                ANNA_LEAVES,
                HOME_LEAVES,
                CORA_LEAVES,
                new DropCaller(503),
                finish(EndCause.SERVER_STOPPED))));
  }

  private static Map<CallEvent, Row> conferenceWithoutCaller() {
    return Map.of(
        conferred(LEG),
        met(false, ANNA, CORA, CORA),
        new AgentHungUp(FIRST),
        new Row(
            ended(EndCause.AGENT_HUNG_UP),
            join(ANNA_LEAVES, CORA_LEAVES, finish(EndCause.AGENT_HUNG_UP))),
        new OutsideHungUp(LEG),
        Row.of(
            ended(EndCause.OUTSIDE_HUNG_UP),
            CORA_LEAVES,
            CALL_ENDED,
            new ReleaseAgent(FIRST),
            finish(EndCause.OUTSIDE_HUNG_UP)),
        new Failed(488),
        new Row(ended(EndCause.LOST), join(ANNA_LEAVES, CORA_LEAVES, finish(EndCause.LOST))),
        new ServerStops(),
        new Row(
            ended(EndCause.SERVER_STOPPED),
            join(ANNA_LEAVES, CORA_LEAVES, finish(EndCause.SERVER_STOPPED))));
  }

  @Test
  void whereTheCallerAndTheLastAgentLeavePeopleOutsideAreNotLeftToEachOther() {
    Call call = Start.CONFERENCE_OF_FOUR.call();
    call.on(new Conferred(List.of(new Member(-3, false))));
    call.on(new CallerLeft());
    call.on(new AgentHungUp(FIRST));
    assertThat(call.state())
        .isEqualTo(new Conference(false, List.of(HOME_OUTSIDE, CORA, new Member(-3, false))));
    assertThat(call.on(new OutsideHungUp(LEG)))
        .containsExactly(
            CORA_LEAVES,
            HOME_LEAVES,
            new DropOutside(-3, DropReason.CALL_ENDED),
            finish(EndCause.OUTSIDE_HUNG_UP));
  }

  private static Row movedOut(Long... offers) {
    List<CallCommand> commands = new ArrayList<>(List.of(new MoveOut()));
    commands.addAll(drops(List.of(offers), DropReason.OFFER_ENDED));
    commands.add(new HangUpCaller(DropReason.PASSED_ON));
    commands.add(finish(EndCause.PASSED_ON));
    return new Row(ended(EndCause.PASSED_ON), commands);
  }

  private static Map<CallEvent, Row> passing() {
    DropOutside dropped = new DropOutside(LEG, DropReason.CALLER_LEFT);
    return Map.of(
        new OutsideAnswered(LEG),
            Row.of(
                new ConnectingPassed(LEG),
                new ReportPassed(true),
                new DropAgent(FIRST, DropReason.PASSED_ON),
                new ReleaseAgent(FIRST),
                new ConnectPassed(LEG)),
        new OutsideFailed(LEG),
            Row.of(
                new Talking(FIRST),
                new DropOutside(LEG, DropReason.OFFER_ENDED),
                new ReportPassed(false)),
        new AgentHungUp(FIRST),
            Row.of(new Passed(LEG), new ReleaseAgent(FIRST), new PlayAgain(FIRST)),
        new CallerLeft(),
            Row.of(
                ended(EndCause.CALLER_HUNG_UP),
                dropped,
                CALLER_LEFT,
                new ReleaseAgent(FIRST),
                finish(EndCause.CALLER_HUNG_UP)),
        new Failed(488), endedPassing(dropped, EndCause.LOST, 488),
        new ServerStops(), endedPassing(dropped, EndCause.SERVER_STOPPED, 503));
  }

  private static Row endedPassing(DropOutside dropped, EndCause cause, int status) {
    return Row.of(
        ended(cause),
        dropped,
        CALL_ENDED,
        new ReleaseAgent(FIRST),
        new DropCaller(status),
        finish(cause));
  }

  private static Map<CallEvent, Row> passed() {
    Map<CallEvent, Row> rows = new LinkedHashMap<>(talkingOutside());
    rows.remove(new OutsideHungUp(LEG));
    rows.put(new OutsideAnswered(LEG), Row.of(new ConnectingPassed(LEG), new ConnectPassed(LEG)));
    rows.put(
        new OutsideFailed(LEG),
        Row.of(new Entering(), new DropOutside(LEG, DropReason.OFFER_ENDED), new EnterAgain(null)));
    return rows;
  }

  private static Map<CallEvent, Row> connectingPassed() {
    Map<CallEvent, Row> rows = new LinkedHashMap<>(talkingOutside());
    rows.put(new Joined(), Row.of(new TalkingOutside(LEG)));
    rows.put(
        new OutsideHungUp(LEG),
        Row.of(
            new Entering(),
            new PlayAgain(LEG),
            new DropOutside(LEG, DropReason.OFFER_ENDED),
            new EnterAgain(null)));
    return rows;
  }

  private static Map<CallEvent, Row> outside() {
    Map<CallEvent, Row> rows = new LinkedHashMap<>();
    rows.put(new OutsideAnswered(LEG), Row.of(new ConnectingOutside(LEG), new ConnectOutside(LEG)));
    rows.put(
        new OutsideFailed(LEG),
        Row.of(
            new Waiting(List.of()),
            new DropOutside(LEG, DropReason.OFFER_ENDED),
            new ReportOutsideFailed()));
    rows.putAll(beforeAudioOutside(EndCause.ABANDONED, EndCause.REFUSED));
    return rows;
  }

  private static Map<CallEvent, Row> connectingOutside() {
    Map<CallEvent, Row> rows = new LinkedHashMap<>();
    rows.put(new Joined(), Row.of(new TalkingOutside(LEG), new ReportOutsideJoined()));
    rows.put(
        new OutsideHungUp(LEG),
        Row.of(
            new Waiting(List.of()),
            new PlayAgain(LEG),
            new DropOutside(LEG, DropReason.OFFER_ENDED),
            new ReportOutsideFailed()));
    rows.putAll(beforeAudioOutside(EndCause.LEFT_BEFORE_AUDIO, EndCause.LOST));
    return rows;
  }

  private static Map<CallEvent, Row> beforeAudioOutside(EndCause left, EndCause failed) {
    return Map.of(
        new WaitedTooLong(),
            Row.of(
                ended(EndCause.TIMED_OUT),
                new DropOutside(LEG, DropReason.OFFER_ENDED),
                new TurnCallerAway(480),
                finish(EndCause.TIMED_OUT)),
        new CallerLeft(),
            Row.of(
                ended(left),
                new LeaveQueue(true),
                new DropOutside(LEG, DropReason.CALLER_LEFT),
                finish(left)),
        new Failed(488), givenUpOutside(failed, 488),
        new ServerStops(), givenUpOutside(EndCause.SERVER_STOPPED, 503));
  }

  private static Row givenUpOutside(EndCause cause, int status) {
    return Row.of(
        ended(cause),
        new LeaveQueue(false),
        new DropOutside(LEG, DropReason.CALL_ENDED),
        new DropCaller(status),
        finish(cause));
  }

  private static Map<CallEvent, Row> talkingOutside() {
    return Map.of(
        new OutsideHungUp(LEG), endedOutside(EndCause.OUTSIDE_HUNG_UP, 480),
        new CallerLeft(),
            Row.of(
                ended(EndCause.CALLER_HUNG_UP),
                new DropOutside(LEG, DropReason.CALLER_LEFT),
                finish(EndCause.CALLER_HUNG_UP)),
        new Failed(488), endedOutside(EndCause.LOST, 488),
        new ServerStops(), endedOutside(EndCause.SERVER_STOPPED, 503));
  }

  /** An agent to whom the call was passed passes it on: there is no offer of his. */
  private static Map<CallEvent, Row> passedOnOnceMore() {
    DropOutside passed = new DropOutside(LEG, DropReason.PASSED_ON);
    return Map.of(
        new PassedToQueue("others"),
            Row.of(
                new Entering(),
                new ReportPassed(true),
                passed,
                new PlayAgain(LEG),
                new EnterAgain("others")),
        new PassedToPhone(LEG), Row.of(new Passing(LEG, LEG), new RingPassed(LEG)),
        new PassedToPhone(OTHER), Row.of(new Passing(LEG, OTHER), new RingPassed(OTHER)),
        new PassedToLeg(LEG, false), Row.of(new Passing(LEG, LEG)),
        new PassedToLeg(LEG, true),
            Row.of(
                new ConnectingPassed(LEG), new ReportPassed(true), passed, new ConnectPassed(LEG)));
  }

  private static Map<CallEvent, Row> passingOnceMore() {
    DropOutside dropped = new DropOutside(LEG, DropReason.CALLER_LEFT);
    DropOutside ended = new DropOutside(OTHER, DropReason.CALL_ENDED);
    return Map.of(
        new OutsideAnswered(LEG),
            Row.of(
                new ConnectingPassed(LEG),
                new ReportPassed(true),
                new DropOutside(OTHER, DropReason.PASSED_ON),
                new ConnectPassed(LEG)),
        new OutsideFailed(LEG),
            Row.of(
                new TalkingOutside(OTHER),
                new DropOutside(LEG, DropReason.OFFER_ENDED),
                new ReportPassed(false)),
        new OutsideHungUp(OTHER), Row.of(new Passed(LEG), ended, new PlayAgain(OTHER)),
        new CallerLeft(),
            Row.of(
                ended(EndCause.CALLER_HUNG_UP),
                dropped,
                new DropOutside(OTHER, DropReason.CALLER_LEFT),
                finish(EndCause.CALLER_HUNG_UP)),
        new Failed(488),
            Row.of(
                ended(EndCause.LOST), dropped, ended, new DropCaller(488), finish(EndCause.LOST)),
        new ServerStops(),
            Row.of(
                ended(EndCause.SERVER_STOPPED),
                dropped,
                ended,
                new DropCaller(503),
                finish(EndCause.SERVER_STOPPED)));
  }

  private static Row endedOutside(EndCause cause, int status) {
    return Row.of(
        ended(cause),
        new DropOutside(LEG, DropReason.CALL_ENDED),
        new DropCaller(status),
        finish(cause));
  }

  /** The rows of a call that rings the first agent, and beside him those of {@code others}. */
  private static Map<CallEvent, Row> offering(List<Long> others, List<Long> rest) {
    Map<CallEvent, Row> rows = new LinkedHashMap<>();
    List<Long> more = new ArrayList<>(List.of(FIRST));
    more.addAll(others);
    more.add(33L);
    rows.put(new Offered(33, 3), Row.of(new Waiting(more), new RingAgent(33, 3)));
    rows.put(
        new OfferWithdrawn(FIRST, OfferOutcome.RING_TIMEOUT),
        Row.of(new Waiting(rest), TOLD_ENDED));
    rows.put(new AgentRinging(FIRST), Row.of(waiting(others), new ReportRinging(FIRST)));
    rows.put(
        new AgentFailed(FIRST, OfferOutcome.DECLINED),
        Row.of(new Waiting(rest), new ReportFailure(FIRST, OfferOutcome.DECLINED)));
    rows.put(new AgentAnswered(FIRST), Row.of(new Connecting(FIRST, others), new Connect(FIRST)));
    rows.put(
        new WaitedTooLong(),
        new Row(
            ended(EndCause.TIMED_OUT),
            join(
                drops(all(others), DropReason.OFFER_ENDED),
                new TurnCallerAway(480),
                finish(EndCause.TIMED_OUT))));
    rows.put(
        SENT_OUTSIDE,
        new Row(
            new Outside(LEG),
            join(drops(all(others), DropReason.OFFER_ENDED), new RingOutside(LEG, HOME, RING))));
    rows.put(
        new SaidGoodbye(486),
        new Row(
            ended(EndCause.SAID_GOODBYE),
            join(
                drops(all(others), DropReason.OFFER_ENDED),
                new TurnCallerAway(486),
                finish(EndCause.SAID_GOODBYE))));
    rows.put(
        new CallerLeft(),
        new Row(
            ended(EndCause.ABANDONED),
            join(
                List.of(new LeaveQueue(true)),
                join(drops(all(others), DropReason.CALLER_LEFT), finish(EndCause.ABANDONED))
                    .toArray(CallCommand[]::new))));
    rows.put(new Failed(488), givenUp(others, EndCause.REFUSED, 488));
    rows.put(new ServerStops(), givenUp(others, EndCause.SERVER_STOPPED, 503));
    return rows;
  }

  private static Row givenUp(List<Long> others, EndCause cause, int status) {
    List<CallCommand> commands = new ArrayList<>(List.of(new LeaveQueue(false)));
    commands.addAll(drops(all(others), DropReason.CALL_ENDED));
    commands.add(new DropCaller(status));
    commands.add(finish(cause));
    return new Row(ended(cause), commands);
  }

  private static Waiting waiting(List<Long> others) {
    return new Waiting(all(others));
  }

  private static List<Long> all(List<Long> others) {
    return Stream.concat(Stream.of(FIRST), others.stream()).toList();
  }

  private static List<CallCommand> drops(List<Long> offers, DropReason reason) {
    return offers.stream().<CallCommand>map(offer -> new DropAgent(offer, reason)).toList();
  }

  private static List<CallCommand> join(List<CallCommand> first, CallCommand... then) {
    return Stream.concat(first.stream(), Stream.of(then)).toList();
  }

  @TestFactory
  Stream<DynamicTest> everyStateTakesEveryEventAsTheTableSays() {
    Map<Start, Map<CallEvent, Row>> table = table();
    joining().forEach((start, rows) -> table.merge(start, rows, CallTest::both));
    return Stream.of(Start.values())
        .flatMap(start ->
            EVENTS.stream()
                .map(event ->
                    DynamicTest.dynamicTest(
                        start + " + " + event, () -> check(table, start, event))));
  }

  private static void check(Map<Start, Map<CallEvent, Row>> table, Start start, CallEvent event) {
    Call call = start.call();
    CallState before = call.state();
    Row expected = table.getOrDefault(start, Map.of()).getOrDefault(event, Row.of(before));
    List<CallCommand> commands = call.on(event);
    assertThat(call.state()).isEqualTo(expected.next());
    assertThat(commands).isEqualTo(expected.commands());
  }

  @Test
  void theTableTriesEveryKindOfEvent() {
    assertThat(EVENTS.stream().map(Object::getClass).distinct().count())
        .isEqualTo(CallEvent.class.getPermittedSubclasses().length);
    assertThat(new Call(AnswerPolicy.AT_ENTRY).state()).isInstanceOf(New.class);
  }

  @ParameterizedTest
  @EnumSource(AnswerPolicy.class)
  void eachAnswerPolicyHasItsOwnTreatmentOnceTheCallIsInLine(AnswerPolicy policy) {
    CallCommand treatment =
        switch (policy) {
          case AT_ENTRY -> new AnswerAndPlay();
          case EARLY_MEDIA -> new PlayEarly();
          case ON_AGENT -> new RingCaller();
        };
    Call call = new Call(policy);
    assertThat(call.on(new Arrived())).as("nothing for the caller").containsOnly(new EnterQueue());
    assertThat(call.on(new Admitted())).containsExactly(treatment);
  }

  @Test
  void anAnswerOfAnAgentWhoseOfferIsOverChangesNothing() {
    Call call = Start.OFFERING.call();
    call.on(new OfferWithdrawn(FIRST, OfferOutcome.RING_TIMEOUT));
    assertThat(call.on(new AgentAnswered(FIRST))).isEmpty();
    assertThat(call.state()).isEqualTo(new Waiting(List.of()));
  }

  @Test
  void anAgentWhoAnswersAndLeavesBeforeThereIsAudioGivesTheCallBackToTheLine() {
    Call call = Start.CONNECTING.call();
    call.on(new AgentHungUp(FIRST));
    assertThat(call.on(new Offered(SECOND, BOB))).containsExactly(new RingAgent(SECOND, BOB));
    assertThat(call.on(new AgentAnswered(SECOND))).containsExactly(new Connect(SECOND));
  }

  @Test
  void anAgentWhoAnswersAndLeavesBeforeThereIsAudioLeavesTheOthersRinging() {
    Call call = Start.CONNECTING_ONE_OF_TWO.call();
    assertThat(call.on(new AgentHungUp(SECOND)))
        .containsExactly(
            new PlayAgain(SECOND), new ReportFailure(SECOND, OfferOutcome.PREBRIDGE_DROP));
    assertThat(call.state()).isEqualTo(new Waiting(List.of(FIRST)));
    assertThat(call.on(new AgentAnswered(FIRST))).containsExactly(new Connect(FIRST));
  }

  @Test
  void aPhoneOutsideThatAnswersAfterTheLimitChangesNothing() {
    Call call = Start.OUTSIDE.call();
    call.on(new OutsideFailed(LEG));
    assertThat(call.on(new OutsideAnswered(LEG))).isEmpty();
    assertThat(call.on(new SentOutside(-2, HOME, RING)))
        .containsExactly(new RingOutside(-2, HOME, RING));
    assertThat(call.on(new OutsideFailed(LEG))).isEmpty();
  }

  @Test
  void theEndIsToldOnceHoweverManySidesHangUp() {
    Call call = Start.TALKING.call();
    assertThat(call.on(new CallerLeft())).contains(finish(EndCause.CALLER_HUNG_UP));
    assertThat(call.on(new AgentHungUp(FIRST))).isEmpty();
    assertThat(call.on(new CallerLeft())).isEmpty();
  }
}
