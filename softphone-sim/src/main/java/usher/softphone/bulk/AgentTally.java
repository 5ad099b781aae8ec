package usher.softphone.bulk;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import usher.softphone.fleet.AgentFigures;

/** Counts what becomes of calls to agents. */
final class AgentTally {
  private static final int DIGITS = 3;

  /** What became of a call, from its agent's side. */
  enum End {
    ANSWERED,
    DECLINED,
    MISSED,
    BROKEN,
    VANISHED
  }

  private final Map<End, Long> ends = new EnumMap<>(End.class);
  private final Histogram freeUs = new Histogram(DIGITS);
  private long offered;
  private long doubtful;
  private long talkNs;

  /** An agent talks, and no caller of ours is there, or he hangs up at once. */
  void doubt() {
    doubtful++;
  }

  long doubtful() {
    return doubtful;
  }

  void offered() {
    offered++;
  }

  void over(End end, long talkedNs) {
    ends.merge(end, 1L, Long::sum);
    talkNs += talkedNs;
  }

  /** A call that waited is offered to an agent so long after his last one ended. */
  void free(long ns) {
    freeUs.recordValue(CallFigures.us(ns));
  }

  /** From the end of an agent's call to the INVITE of a call that waited for him, in us. */
  Histogram freeUs() {
    return freeUs;
  }

  AgentFigures figures() {
    return new AgentFigures(
        offered,
        count(End.ANSWERED),
        count(End.DECLINED),
        count(End.MISSED),
        count(End.BROKEN),
        count(End.VANISHED),
        talkNs);
  }

  private long count(End end) {
    return ends.getOrDefault(end, 0L);
  }
}
