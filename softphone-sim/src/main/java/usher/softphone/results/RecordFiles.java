package usher.softphone.results;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import usher.softphone.results.Accounts.ServerCounts;

/** The server's records, JSON lines in a directory, that are written from now on. */
public final class RecordFiles {
  private static final String SUFFIX = ".jsonl";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path directory;
  private final Map<Path, Long> sizes = new HashMap<>();

  /** What is there already is not looked at; the directory need not be there yet. */
  public RecordFiles(Path directory) throws IOException {
    this.directory = directory;
    for (Path file : files()) {
      sizes.put(file, Files.size(file));
    }
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(each -> each.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /**
   * Counts the records that came since; half a line at the end of a file is not there yet.
   *
   * @throws IOException where a file cannot be read, or has something else in it
   */
  public ServerCounts count() throws IOException {
    Tally tally = new Tally();
    for (Path file : files()) {
      try (BufferedReader lines = since(file, sizes.getOrDefault(file, 0L))) {
        tally.read(file, lines);
      }
    }
    return new ServerCounts(tally.records, tally.answered);
  }

  private static BufferedReader since(Path file, long size) throws IOException {
    InputStream in = Files.newInputStream(file);
    in.skipNBytes(size);
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** Counts lines. */
  private static final class Tally {
    private long records;
    private long answered;

    private void read(Path file, BufferedReader lines) throws IOException {
      String line = lines.readLine();
      while (line != null) {
        String next = lines.readLine();
        read(file, line, next == null);
        line = next;
      }
    }

    private void read(Path file, String line, boolean last) throws IOException {
      try {
        answered += JSON.readTree(line).hasNonNull("answeredMs") ? 1 : 0;
        records++;
      } catch (JacksonException e) {
        if (!last) {
          throw new IOException(file + " has a line that is no record: " + line, e);
        }
      }
    }
  }
}
