package usher.softphone.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What a page shows of a load. */
class ReportTest {
  private static Result result(Measurement... measured) {
    return Result.of(
        "load", "about", "softphones", "2026-11-22", Map.of("java", "25"), List.of(measured));
  }

  @Test
  void numbersOfOneUnitShareAChartWithAxesThatEndAtRoundNumbers() {
    Measurement measured = new Measurement("callers <c>");
    measured.series("begun /s", List.of(1.0, 47.0, 30.0));
    measured.series("good /s", List.of(0.0, 40.0, 30.0));
    measured.series("answer p99 ms", List.of(1.5, 2.0, 0.5));
    String html = Report.html("Load", List.of(result(measured)));

    assertThat(html.split("<svg", -1)).as("a chart for each unit").hasSize(3);
    assertThat(html)
        .contains(">per second<", ">begun<", ">good<", ">50<", ">ms<", ">s since the beginning<")
        .contains("callers &lt;c&gt;", "All as it should be.")
        .doesNotContain("http", "<script");
  }

  @Test
  void latenciesStandOnAnAxisOfDecades() {
    Histogram us = new Histogram(3);
    us.recordValue(300);
    us.recordValue(42_000);
    String html = Report.html("Load", List.of(result(new Measurement("calls").put("answer", us))));
    assertThat(html)
        .contains(">answer<", ">0.100<", ">1<", ">10<", ">100<")
        .contains("<title>answer max: 42.0 ms</title>");
  }

  @Test
  void whatIsNotAsItShouldBeStandsAtTheTop() {
    Measurement measured = new Measurement("oracle").require(false, "2 calls have no end");
    assertThat(Report.html("Load", List.of(result(measured))))
        .contains("Not as it should be: oracle: 2 calls have no end")
        .doesNotContain("All as it should be");
  }

  @Test
  void anAxisHasAFewRoundNumbers() {
    assertThat(Axis.upTo(47).ticks()).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0, 50.0);
    assertThat(Axis.upTo(0.3).to()).isBetween(0.299, 0.301);
    assertThat(Axis.upTo(0).to()).isEqualTo(1);
    assertThat(Axis.upTo(50).share(25)).isEqualTo(0.5);
    Axis decades = Axis.decades(0.3, 42);
    assertThat(decades.ticks()).containsExactly(0.1, 1.0, 10.0, 100.0);
    assertThat(decades.share(0.01)).isZero();
    assertThat(decades.share(100)).isEqualTo(1);
  }
}
