package usher.softphone.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import usher.softphone.results.Machine;
import usher.softphone.results.Measurement;
import usher.softphone.results.Report;
import usher.softphone.results.Result;
import usher.softphone.results.ResultFiles;

/** What a command of whole phones leaves: its verdict on the screen, and files if wanted. */
final class Outcome {
  private static final String PASSWORD = "--password";
  private static final String SEED = "--seed";

  private final String name;
  private final String command;
  private final @Nullable Path directory;
  private final String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  private final Map<String, String> machine;

  /**
   * Begins now.
   *
   * @param words the command line behind the command's name
   * @param directory where the files go; null for none
   */
  Outcome(String name, List<String> words, long seed, @Nullable Path directory) throws IOException {
    this.name = name;
    this.command = "softphones " + String.join(" ", repeatable(words, seed));
    this.directory = directory;
    this.machine = Machine.describe();
    if (directory != null) {
      Files.createDirectories(directory);
    }
  }

  /** Says what was not as it should be, and writes the files. */
  void tell(Measurement measured, Screen screen) throws IOException {
    List<Measurement> all = List.of(measured);
    Result result = Result.of(name, "whole phones: " + name, command, at, machine, all);
    result.problems().forEach(problem -> screen.println("NOT AS IT SHOULD BE: " + problem));
    if (directory != null) {
      ResultFiles.write(directory, result, all);
      Path report = directory.resolve("report.html");
      Files.writeString(report, Report.html("Softphones: " + name, List.of(result)));
      screen.println("results: " + report);
    }
  }

  /** The lots of this run are in it, and no password. */
  private static List<String> repeatable(List<String> words, long seed) {
    List<String> told = new ArrayList<>();
    for (String word : words) {
      boolean secret = !told.isEmpty() && told.getLast().equals(PASSWORD);
      told.add(secret ? "..." : word.startsWith(PASSWORD + "=") ? PASSWORD + "=..." : word);
    }
    if (words.stream().noneMatch(word -> word.equals(SEED) || word.startsWith(SEED + "="))) {
      told.add(SEED + " " + seed);
    }
    return told;
  }
}
