package usher.perf.harness;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a process has used so far, by Linux's count, kernel included.
 *
 * @param cpuMs processor time of all threads that it has or had
 * @param threadsMs of these it has, by group; see {@link #group}
 * @param machineMs processor time that the machine was busy, for whomever
 * @param stolenMs processor time that the host of a virtual machine gave to others
 */
record Usage(double cpuMs, Map<String, Double> threadsMs, double machineMs, double stolenMs) {
  /** Linux counts in hundredths of a second, whatever the kernel's own tick. */
  private static final double MS_PER_TICK = 10;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final int CPU_USER = 1;
  private static final int CPU_IDLE = 4;
  private static final int CPU_IO_WAIT = 5;
  private static final int CPU_STOLEN = 8;

  static Usage of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    String[] machine = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +", -1);
    double busy = 0;
    for (int i = CPU_USER; i <= CPU_STOLEN; i++) {
      busy += i == CPU_IDLE || i == CPU_IO_WAIT ? 0 : Double.parseDouble(machine[i]);
    }
    return new Usage(
        cpuMs(process.resolve("stat")),
        threads(process.resolve("task")),
        busy * MS_PER_TICK,
        Double.parseDouble(machine[CPU_STOLEN]) * MS_PER_TICK);
  }

  /** Processor time of a process that may end meanwhile; 0 where it has. */
  static double cpuMsWhileAlive(long pid) throws IOException {
    return cpuMs(Path.of("/proc", Long.toString(pid), "stat"));
  }

  private static Map<String, Double> threads(Path tasks) throws IOException {
    Map<String, Double> threads = new HashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
      for (Path task : all) {
        String name = text(task.resolve("comm")).strip();
        threads.merge(group(name), cpuMs(task.resolve("stat")), Double::sum);
      }
    }
    return threads;
  }

  /** The names of threads without their numbers, those of the virtual machine by what they do. */
  static String group(String thread) {
    String name = thread.replaceAll("[#-]?\\d+(-\\d+)?$", "").toLowerCase(Locale.ROOT);
    if (name.startsWith("g1 ") || name.startsWith("gc ") || name.startsWith("z") || isVm(name)) {
      return isVm(name) ? "jvm" : "gc";
    }
    return name.startsWith("c1 ") || name.startsWith("c2 ") ? "compiler" : name;
  }

  private static boolean isVm(String name) {
    return name.startsWith("vm ") || name.startsWith("java") || name.startsWith("common-cleaner");
  }

  /** A thread may end while we look: it has used nothing then. */
  private static double cpuMs(Path stat) throws IOException {
    String text = text(stat);
    if (text.isEmpty()) {
      return 0;
    }
    // The name, in parentheses, may contain anything.
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    double ticks = Double.parseDouble(fields[USER_TIME]) + Double.parseDouble(fields[SYSTEM_TIME]);
    return ticks * MS_PER_TICK;
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      if (Files.exists(file)) {
        throw e;
      }
      return "";
    }
  }

  /** What was used since then. */
  Usage since(Usage before) {
    SortedMap<String, Double> threads = new TreeMap<>();
    threadsMs.forEach(
        (group, ms) -> threads.put(group, ms - before.threadsMs.getOrDefault(group, 0.0)));
    return new Usage(
        cpuMs - before.cpuMs, threads, machineMs - before.machineMs, stolenMs - before.stolenMs);
  }

  /** Memory of a process that is its own, shared pages by their share, in KB. */
  static double residentKb(long pid) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"));
    return lines.stream()
        .filter(line -> line.startsWith("Pss:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
        .sum();
  }

  /** Files and sockets that a process has open. */
  static int openFiles(long pid) throws IOException {
    int count = 0;
    Path directory = Path.of("/proc", Long.toString(pid), "fd");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path _ : files) {
        count++;
      }
    }
    return count;
  }
}
