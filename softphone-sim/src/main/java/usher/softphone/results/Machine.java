package usher.softphone.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What figures were measured on. */
public final class Machine {
  private static final String UNKNOWN = "unknown";

  private Machine() {}

  /** What is known of it, by name, in an order to be read. */
  public static Map<String, String> describe() throws IOException {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    machine.put("processor", value(Path.of("/proc/cpuinfo"), "model name"));
    machine.put("memory", value(Path.of("/proc/meminfo"), "MemTotal"));
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("java", Runtime.version().toString());
    machine.put("load before", first(lines(Path.of("/proc/loadavg"))));
    return machine;
  }

  private static String value(Path file, String name) throws IOException {
    return first(
        lines(file).stream()
            .filter(each -> each.startsWith(name))
            .map(each -> each.substring(each.indexOf(':') + 1).strip())
            .toList());
  }

  private static String first(List<String> lines) {
    return lines.isEmpty() ? UNKNOWN : lines.getFirst();
  }

  /** Only Linux has these files. */
  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
