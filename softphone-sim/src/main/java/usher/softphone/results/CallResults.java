package usher.softphone.results;

import java.util.List;
import java.util.function.ToDoubleFunction;
import usher.softphone.bulk.CallEnd;
import usher.softphone.bulk.CallFigures;
import usher.softphone.bulk.CallFigures.Measure;
import usher.softphone.bulk.Timeline;

/** Calls of the phones as results tell them. */
public final class CallResults {
  private static final double US_PER_MS = 1e3;

  private CallResults() {}

  /** Notes what became of calls, how long it took, and how it went from second to second. */
  public static void note(Measurement measured, CallFigures calls) {
    measured.put("abandoned", calls.count(CallEnd.ABANDONED));
    measured.put("broken", calls.count(CallEnd.BROKEN));
    calls.refusals().forEach((status, count) -> measured.put("refused_" + status, count));
    for (Measure measure : Measure.values()) {
      measured.put(measure.key(), calls.histogram(measure));
    }
    List<Timeline.Point> points = calls.timeline().points();
    series(measured, "begun /s", points, Timeline.Point::begun);
    series(measured, "good /s", points, Timeline.Point::good);
    series(measured, "refused /s", points, Timeline.Point::refused);
    series(measured, "answer p50 ms", points, point -> point.p50Us() / US_PER_MS);
    series(measured, "answer p99 ms", points, point -> point.p99Us() / US_PER_MS);
  }

  private static void series(
      Measurement measured,
      String key,
      List<Timeline.Point> points,
      ToDoubleFunction<Timeline.Point> number) {
    measured.series(key, points.stream().map(number::applyAsDouble).toList());
  }
}
