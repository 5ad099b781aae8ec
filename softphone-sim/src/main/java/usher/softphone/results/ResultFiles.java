package usher.softphone.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results on the disk: a JSON file for each scenario, and histograms beside it. */
public final class ResultFiles {
  private static final String SUFFIX = ".json";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ResultFiles() {}

  /**
   * Writes a result and what was measured for it.
   *
   * @throws IOException where that is not possible
   */
  public static void write(Path directory, Result result, List<Measurement> measured)
      throws IOException {
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve(result.scenario() + SUFFIX), JSON.writeValueAsString(result) + "\n");
    for (int i = 0; i < measured.size(); i++) {
      String prefix = result.scenario() + "-" + (i + 1) + "-";
      for (var each : measured.get(i).histograms().entrySet()) {
        HistogramFile.write(directory.resolve(prefix + each.getKey() + ".hgrm"), each.getValue());
      }
    }
  }

  /**
   * Reads a result, or all of a directory, in the order of their names.
   *
   * @throws IOException where something cannot be read, or is no result
   */
  public static List<Result> read(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(result(path));
    }
    List<Result> results = new ArrayList<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX)).sorted().toList()) {
        results.add(result(file));
      }
    }
    if (results.isEmpty()) {
      throw new IOException(path + " has no results");
    }
    return results;
  }

  private static Result result(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), Result.class);
    } catch (JacksonException e) {
      throw new IOException(file + " is no result: " + e.getOriginalMessage(), e);
    }
  }
}
