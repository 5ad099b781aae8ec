package usher.perf.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import usher.softphone.results.Numbers;
import usher.softphone.results.Result;

/** Two runs side by side: every number that both have, and what the second is of the first. */
final class Comparison {
  private final List<String> lines = new ArrayList<>();

  private Comparison() {}

  static List<String> lines(List<Result> before, List<Result> after) {
    Comparison comparison = new Comparison();
    for (Result old : before) {
      after.stream()
          .filter(each -> each.scenario().equals(old.scenario()))
          .findFirst()
          .ifPresent(each -> comparison.results(old, each));
    }
    return comparison.lines;
  }

  /** Stretches belong together by their place: their names may tell figures. */
  private void results(Result before, Result after) {
    int count = Math.min(before.stretches().size(), after.stretches().size());
    for (int i = 0; i < count; i++) {
      Result.Stretch old = before.stretches().get(i);
      Result.Stretch young = after.stretches().get(i);
      lines.add(before.scenario() + ": " + old.name() + same(old.name(), young.name()));
      old.values().forEach((key, value) -> line(key, value, young.values().get(key)));
      old.threads()
          .forEach((group, value) -> line("cpu " + group, value, young.threads().get(group)));
    }
  }

  private static String same(String old, String young) {
    return Objects.equals(old, young) ? "" : " / " + young;
  }

  private void line(String key, double before, @Nullable Double after) {
    if (after != null) {
      String ratio =
          before == 0
              ? (after == 0 ? "1.00" : "-")
              : String.format(Locale.ROOT, "%.2f", after / before);
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-32s %14s %14s %8s",
              key,
              Numbers.text(before),
              Numbers.text(after),
              ratio));
    }
  }
}
