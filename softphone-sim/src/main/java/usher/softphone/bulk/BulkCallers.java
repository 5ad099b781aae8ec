package usher.softphone.bulk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import usher.sip.transaction.Timers;
import usher.softphone.audio.AudioTally;
import usher.softphone.audio.AudioTotals;
import usher.softphone.audio.Voice;
import usher.softphone.chance.Seed;
import usher.softphone.chance.Spread;

/**
 * Callers who call when it is time, whether or not earlier calls are over. Belongs to the thread of
 * its fleet.
 */
public final class BulkCallers {
  private final List<Line> lines;
  private final Line line;
  private final BulkCallersPlan plan;
  private final CallBook book;
  private final RandomGenerator arrivals;
  private final RandomGenerator conduct;
  private final RandomGenerator speech;
  private final AudioTally audio = new AudioTally();
  private final Map<String, CallerCall> calls = new HashMap<>();
  private final Finished finished = new Finished(calls);
  private final CallFigures figures;
  private final long startNs;
  private long nextNs;
  private long due;
  private boolean stopping;
  private Timers.@Nullable Timer timer;

  /** Callers who share these lines. */
  BulkCallers(
      List<Line> lines, BulkCallersPlan plan, Seed seed, CallBook book, boolean agentsAreOurs) {
    this.lines = lines;
    this.line = lines.getFirst();
    this.plan = plan;
    this.book = book;
    this.arrivals = seed.random("arrivals");
    this.conduct = seed.random("conduct");
    this.speech = seed.random("speech");
    this.startNs = line.nowNs();
    this.figures = new CallFigures(startNs, agentsAreOurs);
    planNext(0);
  }

  private void planNext(long lastNs) {
    nextNs = plan.arrivals().nextNs(lastNs, arrivals);
    if (due < plan.calls() && nextNs != Arrivals.NEVER_NS && nextNs <= plan.length().toNanos()) {
      timer = line.timers().schedule(startNs + nextNs - line.nowNs(), this::next);
    } else {
      stopping = true;
    }
  }

  private void next() {
    if (stopping) {
      return;
    }
    if (figures.live() >= plan.atOnceMax()) {
      // It stays due, and is made when one of the others ends.
      timer = null;
    } else {
      call(false);
    }
  }

  private void call(boolean late) {
    due++;
    long dueNs = startNs + nextNs;
    planNext(nextNs);
    CallerCall call =
        new CallerCall(this, line(due), plan.prefix() + due, plan.targets().draw(conduct), dueNs);
    calls.put(call.callId(), call);
    book.enter(call);
    figures.begun(call, late);
    call.begin();
  }

  /** A response, or a request in a call; false where it belongs to nobody here. */
  boolean received(Received message) {
    CallerCall call = calls.get(message.callId());
    if (call == null) {
      return false;
    }
    if (message.isResponse()) {
      call.responded(message);
    } else {
      call.requested(message);
    }
    return true;
  }

  void over(CallerCall call, CallEnd end, int status) {
    finished.add(call);
    book.remove(call);
    figures.over(call, end, status);
    if (!stopping && timer == null) {
      call(true);
    }
  }

  // ---- the end

  /** No more calls begin; those under way end by themselves. */
  public void finish() {
    stopping = true;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** No more calls begin, and those under way are hung up. */
  public void stop() {
    finish();
    List.copyOf(calls.values()).forEach(CallerCall::hangUp);
  }

  /** Whether all calls that there will be are over. */
  public boolean isDone() {
    return stopping && figures.live() == 0;
  }

  // ---- what is known

  /** Messages sent again because nobody had answered. */
  public long repeated() {
    return lines.stream().mapToLong(Line::repeated).sum();
  }

  /** The line of this call, the first is 1. */
  private Line line(long number) {
    return lines.get((int) (number % lines.size()));
  }

  BulkCallersPlan plan() {
    return plan;
  }

  /** For a call over this line; null where it has no audio. */
  @Nullable Voice voice(Line itsLine) {
    return speech.nextDouble() < plan.audio() ? itsLine.voice(audio) : null;
  }

  /** How the audio of these calls came through so far. */
  public AudioTotals audio() {
    return audio.totals();
  }

  long sampleNs(Spread spread) {
    return spread.sampleNs(conduct);
  }

  CallFigures figures() {
    return figures;
  }
}
