package usher.softphone.results;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/** Histograms on the disk, in HdrHistogram's own form ({@code .hgrm}), which its plotter reads. */
final class HistogramFile {
  private static final int TICKS_PER_HALF = 5;
  private static final double US_PER_MS = 1e3;

  private HistogramFile() {}

  /** Writes what was measured in us as ms. */
  static void write(Path file, Histogram us) throws IOException {
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      us.outputPercentileDistribution(out, TICKS_PER_HALF, US_PER_MS);
    }
  }
}
