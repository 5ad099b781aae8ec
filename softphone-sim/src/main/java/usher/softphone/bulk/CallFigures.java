package usher.softphone.bulk;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What became of calls, how long it took, and how it went from second to second. */
public final class CallFigures {
  /** The status of a call that nobody said anything to. */
  public static final int NO_ANSWER = 408;

  /** An answer that comes later does not count as good. */
  public static final long GOOD_WITHIN_NS = TimeUnit.SECONDS.toNanos(2);

  private static final long LONGEST_US = TimeUnit.HOURS.toMicros(2);
  private static final int DIGITS = 3;

  /** What is measured; all but the last four from when the call was due. */
  public enum Measure {
    /** To the 200 of its INVITE. */
    ANSWER("answer"),
    /** To the INVITE at an agent's phone. */
    OFFER("offer"),
    /** To a refusal. */
    REFUSAL("refusal"),
    /** To the INVITE that we send: how late the fleet itself is. */
    LATENESS("lateness"),
    /** From the caller's INVITE to the agent's, both as they pass the fleet's sockets. */
    OFFER_ON_THE_WIRE("offer-on-the-wire"),
    /** From a BYE to its answer. */
    BYE("bye"),
    /** From a re-INVITE to its answer. */
    REFRESH("refresh"),
    /** From the answer to the end. */
    TALK("talk");

    private final String key;

    Measure(String key) {
      this.key = key;
    }

    /** What it is called in results. */
    public String key() {
      return key;
    }
  }

  private final Map<Measure, Histogram> histograms = new EnumMap<>(Measure.class);
  private final Map<CallEnd, Long> ends = new EnumMap<>(CallEnd.class);
  private final SortedMap<Integer, Long> refusals = new TreeMap<>();
  private final Timeline timeline;
  private final boolean agentsAreOurs;
  private long attempted;
  private long over;
  private long late;
  private long good;
  private long bridged;
  private long missedEachOther;
  private long offers;
  private long failedRefreshes;
  private long answeredTooLate;

  /**
   * Nothing yet.
   *
   * @param agentsAreOurs whether bridging can be seen: the agents' phones are in this process
   */
  CallFigures(long nowNs, boolean agentsAreOurs) {
    this.timeline = new Timeline(nowNs);
    this.agentsAreOurs = agentsAreOurs;
    for (Measure measure : Measure.values()) {
      histograms.put(measure, new Histogram(LONGEST_US, DIGITS));
    }
  }

  private void record(Measure measure, long ns) {
    histogram(measure).recordValue(us(ns));
  }

  static long us(long ns) {
    return Math.clamp(TimeUnit.NANOSECONDS.toMicros(ns), 0, LONGEST_US);
  }

  // ---- what happens

  void begun(CallerCall call, boolean wasLate) {
    attempted++;
    late += wasLate ? 1 : 0;
    record(Measure.LATENESS, call.sentNs() - call.dueNs());
    timeline.at(call.nowNs(), live()).begun++;
  }

  void offered(long sinceDueNs, long sinceSentNs) {
    offers++;
    record(Measure.OFFER, sinceDueNs);
    record(Measure.OFFER_ON_THE_WIRE, sinceSentNs);
  }

  void answered(CallerCall call) {
    long ns = call.answeredNs() - call.dueNs();
    record(Measure.ANSWER, ns);
    timeline.at(call.nowNs(), live()).answered(us(ns));
  }

  void byeAnswered(long ns) {
    record(Measure.BYE, ns);
  }

  void refreshed(long ns, int status) {
    record(Measure.REFRESH, ns);
    failedRefreshes += status < 300 ? 0 : 1;
  }

  void answeredTooLate() {
    answeredTooLate++;
  }

  void over(CallerCall call, CallEnd end, int status) {
    over++;
    bridged += call.isBridged() ? 1 : 0;
    missedEachOther += call.isBridged() && areApart(call, end) ? 1 : 0;
    ends.merge(end, 1L, Long::sum);
    Timeline.Second second = timeline.at(call.nowNs(), live());
    switch (end) {
      case ANSWERED -> answeredCallOver(call, second);
      case REFUSED -> refused(call, status, second);
      case ABANDONED -> second.abandoned++;
      case BROKEN -> second.broken++;
    }
  }

  /** The agent's word comes another way than the caller's, and may be read after it. */
  void bridgedAfterwards(CallerCall call, CallEnd end) {
    bridged++;
    missedEachOther += areApart(call, end) ? 1 : 0;
    if (end == CallEnd.ANSWERED) {
      goodIfInTime(call, timeline.at(call.nowNs(), live()));
    }
  }

  private static boolean areApart(CallerCall call, CallEnd end) {
    return end != CallEnd.ANSWERED || call.isCrossed();
  }

  private void answeredCallOver(CallerCall call, Timeline.Second second) {
    record(Measure.TALK, call.nowNs() - call.answeredNs());
    if (call.isBridged() || !agentsAreOurs) {
      goodIfInTime(call, second);
    }
  }

  private void goodIfInTime(CallerCall call, Timeline.Second second) {
    if (call.answeredNs() - call.dueNs() <= GOOD_WITHIN_NS) {
      good++;
      second.good++;
    }
  }

  private void refused(CallerCall call, int status, Timeline.Second second) {
    refusals.merge(status, 1L, Long::sum);
    second.refused++;
    if (status != NO_ANSWER) {
      record(Measure.REFUSAL, call.nowNs() - call.dueNs());
    }
  }

  // ---- what happened

  /** Calls made. */
  public long attempted() {
    return attempted;
  }

  /** Of these, not over. */
  public long live() {
    return attempted - over;
  }

  /** Calls with this end. */
  public long count(CallEnd end) {
    return ends.getOrDefault(end, 0L);
  }

  /** Refused calls by status; {@link #NO_ANSWER} where nobody said anything. */
  public SortedMap<Integer, Long> refusals() {
    return new TreeMap<>(refusals);
  }

  /** Calls that began late because so many were live. */
  public long late() {
    return late;
  }

  /** Calls that were answered in time, talked with an agent of ours, and ended as agreed. */
  public long good() {
    return good;
  }

  /** Calls whose agent's phone had the ACK of its answer. */
  public long bridged() {
    return bridged;
  }

  /** Of these, those that their callers left at that moment, or that broke. */
  public long missedEachOther() {
    return missedEachOther;
  }

  /** INVITEs at agents' phones for these calls, repeated ones not counted. */
  public long offers() {
    return offers;
  }

  /** Re-INVITEs that were refused. */
  public long failedRefreshes() {
    return failedRefreshes;
  }

  /** Calls that were answered although they had been refused, or their callers had left. */
  public long tooLate() {
    return answeredTooLate;
  }

  /** How long it took, in us. */
  public Histogram histogram(Measure measure) {
    return histograms.computeIfAbsent(measure, _ -> new Histogram(LONGEST_US, DIGITS));
  }

  /** From second to second. */
  public Timeline timeline() {
    return timeline;
  }

  /** All of it as it is now, for another thread. */
  CallFigures copy() {
    CallFigures copy = new CallFigures(timeline.originNs(), agentsAreOurs);
    histograms.forEach((measure, histogram) -> copy.histograms.put(measure, histogram.copy()));
    copy.ends.putAll(ends);
    copy.refusals.putAll(refusals);
    copy.timeline.copyFrom(timeline);
    copy.attempted = attempted;
    copy.over = over;
    copy.late = late;
    copy.good = good;
    copy.bridged = bridged;
    copy.missedEachOther = missedEachOther;
    copy.offers = offers;
    copy.failedRefreshes = failedRefreshes;
    copy.answeredTooLate = answeredTooLate;
    return copy;
  }
}
