package usher.core;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import usher.core.log.OneLine;
import usher.core.replay.Figures;
import usher.core.replay.TapeReplay;
import usher.core.replay.WhatIf;

/** What {@code usher replay} prints. */
final class ReplayText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .changeDefaultPropertyInclusion(
              value -> value.withValueInclusion(JsonInclude.Include.ALWAYS))
          .build();

  private static final String ROW = "%-16s %-9s %8s %8s %9s %7s %8s %8s %8s %8s%n";

  private ReplayText() {}

  static String json(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static String line(TapeReplay.Verdict verdict) {
    String facts =
        "run %d (usher %s): %,d commands, %,d decisions, "
            .formatted(verdict.run(), verdict.program(), verdict.commands(), verdict.decisions());
    String end =
        verdict.agrees()
            ? ", at the end " + verdict.digest()
            : ", then: " + OneLine.escape(String.valueOf(verdict.problem()));
    return facts + compared(verdict.checks()) + end;
  }

  /** A run that was killed early has no digest with which its replay could be compared. */
  private static String compared(long digests) {
    return digests == 0 ? "no digest to compare" : "%,d digests equal".formatted(digests);
  }

  static void print(WhatIf compared, int thresholdS, PrintWriter out) {
    out.println(line(compared.verdict()));
    if (!compared.verdict().agrees()) {
      return;
    }
    out.printf(
        ROW,
        "queue",
        "",
        "offered",
        "answered",
        "abandoned",
        "out",
        "SL " + thresholdS + " s",
        "ASA",
        "p95",
        "occup.");
    compared.queues().forEach(row -> print(row, out));
    print(compared.total(), out);
    print(compared.elsewhere(), out);
    compared.notes().forEach(note -> out.println("note: " + note));
  }

  private static void print(WhatIf.Row row, PrintWriter out) {
    print(row.queue(), "recorded", row.recorded(), out);
    print("", "own rules", row.ownRules(), out);
    print("", "new rules", row.newRules(), out);
  }

  private static void print(String queue, String what, @Nullable Figures figures, PrintWriter out) {
    if (figures == null) {
      out.printf(ROW, queue, what, "-", "-", "-", "-", "-", "-", "-", "-");
    } else {
      out.printf(
          ROW,
          queue,
          what,
          figures.offered(),
          figures.answered(),
          figures.abandoned(),
          figures.flowedOut() + figures.refused(),
          percent(figures.serviceLevel().sl4()),
          seconds(figures.speedOfAnswerS()),
          seconds(figures.p95WaitS()),
          percent(figures.occupancy()));
    }
  }

  private static void print(WhatIf.Elsewhere elsewhere, PrintWriter out) {
    out.printf(
        "%,d calls went elsewhere: %,d to another queue, %,d to another agent, %,d had another"
            + " end%n",
        elsewhere.calls(), elsewhere.otherQueue(), elsewhere.otherAgent(), elsewhere.otherEnd());
    for (WhatIf.Detour call : elsewhere.first()) {
      out.printf(
          "  call %d %s: %s; before: %s; %s%n",
          call.call(), OneLine.escape(call.caller()), call.after(), call.before(), call.why());
    }
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  private static String seconds(@Nullable Double seconds) {
    return seconds == null ? "-" : String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
