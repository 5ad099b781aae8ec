package usher.softphone.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import usher.softphone.bulk.CallFigures.Measure;
import usher.softphone.chance.Mix;
import usher.softphone.chance.Spread;
import usher.softphone.fleet.AgentFigures;
import usher.softphone.fleet.Reaction;

/** Plain callers call plain agents. */
class BulkCallsTest {
  private static final Mix<Reaction> ANSWERS = Mix.always(new Reaction.Answer(Spread.NONE));
  private static final Spread SECOND = Spread.fixed(Duration.ofSeconds(1));
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void everyCallIsAnsweredTalksAndEndsAndBothSidesCountTheSame() {
    Wires wires = new Wires(1, 0);
    BulkAgents agents = wires.agents(1, ANSWERS, Spread.NEVER);
    BulkCallers callers = wires.callers(Wires.calls(10, 50));
    wires.run(MINUTE);

    CallFigures figures = callers.figures();
    assertThat(callers.isDone()).isTrue();
    assertThat(figures.attempted()).isEqualTo(50);
    assertThat(figures.count(CallEnd.ANSWERED)).isEqualTo(50);
    assertThat(figures.good()).isEqualTo(50);
    assertThat(figures.bridged()).isEqualTo(50);
    assertThat(agents.figures()).isEqualTo(new AgentFigures(50, 50, 0, 0, 0, 0, 0L));
    assertThat(agents.isQuiet()).isTrue();
    assertThat(callers.repeated()).isZero();
    assertThat(wires.strange).isZero();
    assertThat(figures.histogram(Measure.OFFER).getMaxValue()).isEqualTo(1_000);
    assertThat(figures.histogram(Measure.ANSWER).getMaxValue()).isEqualTo(2_000);
    assertThat(figures.timeline().points().stream().mapToLong(Timeline.Point::good).sum())
        .as("the last one ends in a second that is not over")
        .isEqualTo(49);
  }

  @Test
  void callsAreDueAtTheirInstantsAndLatenessCountsAgainstTheAnswer() {
    Wires wires = new Wires(1, 0);
    wires.agents(1, ANSWERS, Spread.NEVER);
    BulkCallers callers =
        wires.callers(
            Wires.calls(1, 3)
                .conduct(Spread.NEVER, Spread.fixed(Duration.ofMillis(2_500)))
                .atOnce(1));
    wires.run(MINUTE);

    // Due after 1, 2 and 3 s; each lasts 2.5 s and more, so they begin after 1, 3.5 and 6 s.
    CallFigures figures = callers.figures();
    assertThat(figures.late()).isEqualTo(2);
    assertThat(figures.count(CallEnd.ANSWERED)).isEqualTo(3);
    assertThat(figures.histogram(Measure.LATENESS).getMaxValue()).isBetween(2_990_000L, 3_100_000L);
    assertThat(figures.histogram(Measure.ANSWER).getMaxValue()).isBetween(2_990_000L, 3_100_000L);
    assertThat(figures.good()).isEqualTo(2);
  }

  @Test
  void aCallerWhoLosesPatienceCancels() {
    Wires wires = new Wires(1, 0);
    BulkAgents agents = wires.agents(1, Mix.always(new Reaction.Ignore()), Spread.NEVER);
    BulkCallers callers = wires.callers(Wires.calls(1, 1).conduct(SECOND, Spread.NONE));
    wires.run(MINUTE);

    assertThat(callers.figures().count(CallEnd.ABANDONED)).isEqualTo(1);
    assertThat(agents.figures()).isEqualTo(new AgentFigures(1, 0, 0, 1, 0, 0, 0));
    assertThat(wires.saidBeginningWith("CANCEL sip:a00001@")).isEqualTo(1);
    assertThat(wires.saidBeginningWith("SIP/2.0 487")).isEqualTo(1);
    assertThat(agents.isQuiet()).isTrue();
  }

  @Test
  void anAnswerThatCrossesTheCancelIsInDoubt() {
    Wires wires = new Wires(1, 0);
    BulkAgents agents = wires.agents(1, Mix.always(new Reaction.Answer(SECOND)), Spread.NEVER);
    // The answer leaves 1 ms after that second, and takes another.
    Spread patience = Spread.fixed(Duration.ofSeconds(1).plusNanos(1_500_000));
    wires.callers(Wires.calls(1, 1).conduct(patience, Spread.NONE));
    wires.run(MINUTE);

    assertThat(wires.saidBeginningWith("CANCEL sip:a00001@")).isEqualTo(1);
    assertThat(agents.figures().answered()).isEqualTo(1);
    assertThat(agents.doubtful()).isEqualTo(1);
  }

  @Test
  void nobodyThereIsARefusalAfterAllRepetitions() {
    Wires wires = new Wires(1, 1);
    wires.agents(1, ANSWERS, Spread.NEVER);
    BulkCallers callers = wires.callers(Wires.calls(1, 1));
    wires.run(MINUTE);

    assertThat(callers.figures().refusals()).containsOnlyKeys(CallFigures.NO_ANSWER);
    assertThat(wires.saidBeginningWith("INVITE")).isEqualTo(7);
    assertThat(callers.figures().histogram(Measure.REFUSAL).getTotalCount()).isZero();
  }

  @Test
  void whoIsBusyRefusesAndTheOtherCallGoesOn() {
    Wires wires = new Wires(1, 0);
    BulkAgents agents = wires.agents(1, ANSWERS, Spread.NEVER);
    BulkCallers callers =
        wires.callers(Wires.calls(1, 2).conduct(Spread.NEVER, Spread.fixed(Duration.ofSeconds(5))));
    wires.run(MINUTE);

    assertThat(callers.figures().refusals()).containsEntry(486, 1L).hasSize(1);
    assertThat(callers.figures().count(CallEnd.ANSWERED)).isEqualTo(1);
    assertThat(agents.figures().declined()).isEqualTo(1);
    assertThat(agents.figures().answered()).isEqualTo(1);
  }

  @Test
  void agentsHangUpRefuseOrAnswerAndHangUpAtOnce() {
    Mix<Reaction> reactions =
        Mix.<Reaction>always(new Reaction.Answer(SECOND))
            .or(1, new Reaction.Refuse(SECOND, 603))
            .or(1, new Reaction.AnswerAndHangUp(Spread.NONE));
    Wires wires = new Wires(3, 0);
    BulkAgents agents = wires.agents(1, reactions, SECOND);
    BulkCallers callers = wires.callers(Wires.calls(0.2, 60).conduct(Spread.NEVER, Spread.NEVER));
    wires.run(Duration.ofMinutes(10));

    CallFigures figures = callers.figures();
    assertThat(callers.isDone()).isTrue();
    assertThat(figures.count(CallEnd.ANSWERED)).isEqualTo(agents.figures().answered());
    assertThat(figures.refusals()).containsOnlyKeys(603);
    assertThat(figures.refusals().get(603)).isEqualTo(agents.figures().declined());
    assertThat(agents.figures().answered() + agents.figures().declined()).isEqualTo(60);
  }

  @Test
  void aPhoneThatLosesItsPowerIsSilentAndTheCallersCancelHasNoAnswer() {
    Wires wires = new Wires(1, 0);
    Mix<Reaction> vanishes = Mix.always(new Reaction.Vanish(Spread.fixed(Duration.ofMinutes(5))));
    BulkAgents agents = wires.agents(1, vanishes, Spread.NEVER);
    BulkCallers callers = wires.callers(Wires.calls(1, 1).conduct(SECOND, Spread.NONE));
    wires.run(MINUTE);

    assertThat(agents.figures().vanished()).isEqualTo(1);
    assertThat(callers.figures().count(CallEnd.BROKEN)).isEqualTo(1);
    assertThat(callers.isDone()).isTrue();
  }

  @Test
  void anAnswerToACallThatWasRefusedIsAcknowledgedAndTheCallEnds() {
    Wires wires = new Wires(1, 0);
    BulkAgents agents = wires.agents(1, Mix.always(new Reaction.Answer(SECOND)), Spread.NEVER);
    BulkCallers callers = wires.callers(Wires.calls(1, 1));
    wires.run(Duration.ofMillis(1_500));
    String invite =
        wires.said.stream().filter(text -> text.startsWith("INVITE")).findFirst().orElseThrow();
    // A server that refuses a repetition of what it is about to serve.
    Received request = Objects.requireNonNull(Received.read(invite));
    String refusal = Texts.response(request, "503 Service Unavailable", "other", "", "");
    callers.received(Objects.requireNonNull(Received.read(refusal)));
    wires.run(MINUTE);

    assertThat(callers.figures().refusals()).containsEntry(503, 1L);
    assertThat(callers.figures().tooLate()).isEqualTo(1);
    assertThat(agents.figures().answered()).isEqualTo(1);
    assertThat(agents.isQuiet()).isTrue();
    assertThat(wires.timers.size()).isZero();
  }

  @Test
  void aLongCallOffersItsSessionAgainAndAgain() {
    Wires wires = new Wires(1, 0);
    wires.agents(1, ANSWERS, Spread.NEVER);
    BulkCallers callers =
        wires.callers(
            Wires.calls(1, 1)
                .conduct(Spread.NEVER, Spread.fixed(Duration.ofSeconds(32)))
                .refreshing(Spread.fixed(Duration.ofSeconds(5))));
    wires.run(MINUTE);

    CallFigures figures = callers.figures();
    assertThat(figures.histogram(Measure.REFRESH).getTotalCount()).isEqualTo(6);
    assertThat(figures.histogram(Measure.REFRESH).getMaxValue()).isEqualTo(2_000);
    assertThat(figures.failedRefreshes()).isZero();
    assertThat(figures.count(CallEnd.ANSWERED)).isEqualTo(1);
  }

  @Test
  void hangingUpEverythingEndsEverything() {
    Wires wires = new Wires(1, 0);
    BulkAgents agents = wires.agents(1, ANSWERS, Spread.NEVER);
    BulkCallers callers =
        wires.callers(Wires.calls(100, Long.MAX_VALUE).conduct(Spread.NEVER, Spread.NEVER));
    wires.run(Duration.ofSeconds(3));
    callers.stop();
    wires.run(MINUTE);

    assertThat(callers.isDone()).isTrue();
    assertThat(agents.isQuiet()).isTrue();
    assertThat(wires.timers.size()).isZero();
  }

  @Property(tries = 60, seed = "1")
  void everyCallHasOneEndAndEveryAgentIsFreeAgainWhateverTheWiresLose(
      @ForAll @LongRange(min = 0, max = 100_000) long seed,
      @ForAll @DoubleRange(min = 0, max = 0.4) double loss) {
    Wires wires = new Wires(seed, loss);
    Mix<Reaction> reactions =
        Mix.<Reaction>always(new Reaction.Answer(Spread.between(Duration.ZERO, MINUTE)))
            .or(0.2, new Reaction.Ignore())
            .or(0.2, new Reaction.Refuse(SECOND, 480))
            .or(0.2, new Reaction.AnswerAndHangUp(SECOND));
    BulkAgents agents = wires.agents(1, reactions, Spread.exponential(MINUTE));
    BulkCallers callers =
        wires.callers(
            Wires.calls(0.05, 40).conduct(Spread.exponential(MINUTE), Spread.exponential(MINUTE)));
    wires.run(Duration.ofHours(1));
    callers.stop();
    agents.stop();
    wires.run(Duration.ofMinutes(5));

    CallFigures figures = callers.figures();
    long ends = 0;
    for (CallEnd end : CallEnd.values()) {
      ends += figures.count(end);
    }
    assertThat(callers.isDone()).isTrue();
    assertThat(ends).isEqualTo(figures.attempted()).isEqualTo(40);
    assertThat(figures.count(CallEnd.REFUSED))
        .isEqualTo(figures.refusals().values().stream().mapToLong(Long::longValue).sum());
    assertThat(agents.isQuiet()).isTrue();
    assertThat(agents.figures().live()).isZero();
    assertThat(wires.timers.size()).isZero();
  }

  /** A queue has answered the caller, and its agent picks up while the caller hangs up. */
  @Test
  void whoHangsUpAsTheAgentAnswersMayHaveMissedHim() {
    Wires wires = new Wires(1, 0);
    wires.agents(1, ANSWERS, Spread.NEVER);
    BulkCallers callers = wires.callers(Wires.calls(1, 1).conduct(Spread.NEVER, SECOND));
    wires.run(Duration.ofMillis(2_003));
    Objects.requireNonNull(wires.book.of("c1")).bridged(wires.timers.nowNs());
    wires.run(MINUTE);
    assertThat(callers.figures().count(CallEnd.ANSWERED)).isEqualTo(1);
    assertThat(callers.figures().missedEachOther()).isEqualTo(1);
  }

  /** Arrivals, whom they call, how long they wait and talk, and what agents do. */
  @Test
  void theSameSeedPlaysTheSameCallsAgain() {
    List<String> once = played(7);
    assertThat(once).hasSizeGreaterThan(200);
    assertThat(played(7)).isEqualTo(once);
    assertThat(played(8)).isNotEqualTo(once);
  }

  private static List<String> played(long seed) {
    Wires wires = new Wires(seed, 0);
    wires.agents(
        3,
        ANSWERS.except(0.3, new Reaction.Refuse(SECOND, 486)).except(0.2, new Reaction.Ignore()),
        Spread.exponential(Duration.ofSeconds(5)));
    BulkCallersPlan plan =
        new BulkCallersPlan(
            "c",
            Wires.DOMAIN,
            Mix.of(2, "a00001").or(1, "a00002").or(1, "a00003"),
            new Arrivals.Poisson(2),
            100,
            Duration.ofHours(1),
            100,
            Spread.exponential(Duration.ofSeconds(10)),
            Spread.between(Duration.ofSeconds(1), Duration.ofSeconds(4)),
            Spread.NEVER,
            0);
    BulkCallers callers = wires.callers(plan);
    wires.run(Duration.ofMinutes(3));
    assertThat(callers.isDone()).isTrue();
    return wires.diary;
  }
}
