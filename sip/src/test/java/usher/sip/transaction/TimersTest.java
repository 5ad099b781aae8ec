package usher.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimersTest {
  private final List<String> ran = new ArrayList<>();

  @Test
  void everythingRunsAtItsOwnInstant() {
    Timers timers = new Timers(100);
    for (long delayNs : new long[] {30, 10, 20}) {
      timers.schedule(delayNs, () -> ran.add(delayNs + " at " + timers.nowNs()));
    }
    assertThat(timers.nextDeadlineNs()).isEqualTo(110);
    timers.advance(125);
    assertThat(ran).containsExactly("10 at 110", "20 at 120");
    assertThat(timers.nowNs()).isEqualTo(125);
    assertThat(timers.nextDeadlineNs()).isEqualTo(130);
  }

  @Test
  void nobodyWakesUpForOneOfManyThatLastForSeconds() {
    Timers timers = new Timers(1);
    timers.schedule(SipTimer.TIMEOUT_NS, () -> ran.add("first"));
    timers.advance(3);
    timers.schedule(SipTimer.TIMEOUT_NS, () -> ran.add("second at " + timers.nowNs()));
    assertThat(timers.nextDeadlineNs()).isEqualTo(SipTimer.TIMEOUT_NS + Timers.LEISURE_NS);
    timers.advance(timers.nextDeadlineNs());
    assertThat(ran).containsExactly("first", "second at " + (SipTimer.TIMEOUT_NS + 3));
  }

  @Test
  void whoIsAwakeRunsThemAsSoonAsTheyAreDue() {
    Timers timers = new Timers(1);
    timers.schedule(SipTimer.T4_NS, () -> ran.add("over"));
    timers.schedule(SipTimer.T4_NS + 1, () -> ran.add("other"));
    assertThat(timers.nextDeadlineNs()).isEqualTo(SipTimer.T4_NS + 2);
    timers.advance(timers.nextDeadlineNs());
    assertThat(ran).containsExactly("over", "other");
  }

  @Test
  void whatIsDueAtTheSameInstantRunsInTheOrderItWasSet() {
    Timers timers = new Timers(0);
    for (int i = 0; i < 100; i++) {
      String name = Integer.toString(i);
      timers.schedule(5, () -> ran.add(name));
    }
    timers.advance(5);
    assertThat(ran).hasSize(100).isSortedAccordingTo(Comparator.comparing(Integer::valueOf));
  }

  @Test
  void anActionMaySetTheNextTimerAndItRunsInTheSameAdvance() {
    Timers timers = new Timers(0);
    timers.schedule(1, () -> timers.schedule(1, () -> ran.add("second at " + timers.nowNs())));
    timers.advance(10);
    assertThat(ran).containsExactly("second at 2");
  }

  @Test
  void anActionMayCancelOneThatIsDueAtTheSameInstant() {
    Timers timers = new Timers(0);
    List<Timers.Timer> later = new ArrayList<>();
    timers.schedule(1, () -> later.getFirst().cancel());
    later.add(timers.schedule(1, () -> ran.add("never")));
    timers.advance(10);
    assertThat(ran).isEmpty();
  }

  @Test
  void cancelledTimersAreGoneAtOnce() {
    Timers timers = new Timers(0);
    List<Timers.Timer> set = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      set.add(timers.schedule(1000 - i, () -> ran.add("never")));
    }
    set.forEach(Timers.Timer::cancel);
    assertThat(timers.size()).isZero();
    assertThat(timers.nextDeadlineNs()).isEqualTo(Timers.NEVER);
    timers.advance(2000);
    assertThat(ran).isEmpty();
  }

  @Test
  void cancellingTwiceOrAfterTheRunDoesNothing() {
    Timers timers = new Timers(0);
    Timers.Timer first = timers.schedule(1, () -> ran.add("first"));
    Timers.Timer second = timers.schedule(2, () -> ran.add("second"));
    timers.advance(1);
    first.cancel();
    first.cancel();
    assertThat(timers.size()).isEqualTo(1);
    second.cancel();
    second.cancel();
    timers.advance(2);
    assertThat(ran).containsExactly("first");
  }

  @Test
  void anActionThatThrowsCountsAsRunAndTheOthersStaySet() {
    Timers timers = new Timers(0);
    timers.schedule(
        1,
        () -> {
          throw new IllegalStateException("a fault");
        });
    timers.schedule(1, () -> ran.add("other"));
    assertThatIllegalStateException().isThrownBy(() -> timers.advance(10));
    assertThat(timers.nowNs()).isEqualTo(1);
    timers.advance(10);
    assertThat(ran).containsExactly("other");
  }

  @Test
  void timeNeverGoesBackAndNeverOverflows() {
    Timers timers = new Timers(50);
    timers.advance(20);
    assertThat(timers.nowNs()).isEqualTo(50);
    timers.schedule(-5, () -> ran.add("at once"));
    assertThat(timers.nextDeadlineNs()).isEqualTo(50);
    timers.advance(50);
    assertThat(ran).containsExactly("at once");
    timers.schedule(Long.MAX_VALUE, () -> ran.add("never"));
    assertThat(timers.nextDeadlineNs()).isEqualTo(Timers.NEVER);
  }

  @Test
  void aClockThatBeganBelowZeroIsAsGoodAsAnyOther() {
    Timers timers = new Timers(-1000);
    timers.schedule(10, () -> ran.add("at " + timers.nowNs()));
    timers.advance(-500);
    assertThat(ran).containsExactly("at -990");
  }

  private record Entry(long deadlineNs, int order, Timers.Timer timer) {}

  /** Against a plain list: any mix of setting, cancelling and advancing. */
  @Property(tries = 300, seed = "1")
  void anyMixOfSettingCancellingAndAdvancingRunsWhatAListWouldRun(
      @ForAll @Size(max = 400) List<@IntRange(min = 0, max = 999) Integer> steps) {
    Timers timers = new Timers(0);
    List<Integer> really = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    List<Entry> model = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      int step = steps.get(i);
      int order = i;
      switch (step % 4) {
        case 0, 1 -> {
          long delayNs = delayNs(step / 4);
          Timers.Timer timer = timers.schedule(delayNs, () -> really.add(order));
          model.add(new Entry(timers.nowNs() + delayNs, order, timer));
        }
        case 2 -> cancelOne(model, step);
        default -> {
          timers.advance(timers.nowNs() + TimeUnit.SECONDS.toNanos(step / 40));
          runDue(model, timers.nowNs(), expected);
        }
      }
      assertThat(timers.size()).isEqualTo(model.size());
    }
    timers.advance(Long.MAX_VALUE - 1);
    runDue(model, Long.MAX_VALUE - 1, expected);
    assertThat(really).isEqualTo(expected);
    assertThat(timers.size()).isZero();
  }

  /** Two of five timers run as long as many others do. */
  private static long delayNs(int choice) {
    return switch (choice % 5) {
      case 0 -> SipTimer.T4_NS;
      case 1 -> SipTimer.TIMEOUT_NS;
      default -> TimeUnit.MILLISECONDS.toNanos(200L * choice);
    };
  }

  private static void cancelOne(List<Entry> model, int choice) {
    if (!model.isEmpty()) {
      model.remove(choice % model.size()).timer().cancel();
    }
  }

  private static void runDue(List<Entry> model, long nowNs, List<Integer> expected) {
    model.stream()
        .filter(entry -> entry.deadlineNs() <= nowNs)
        .sorted(Comparator.comparingLong(Entry::deadlineNs).thenComparingInt(Entry::order))
        .forEach(entry -> expected.add(entry.order()));
    model.removeIf(entry -> entry.deadlineNs() <= nowNs);
  }
}
