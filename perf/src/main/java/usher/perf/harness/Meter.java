package usher.perf.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import usher.softphone.bulk.BulkCallers;
import usher.softphone.bulk.CallEnd;
import usher.softphone.bulk.CallFigures;
import usher.softphone.results.CallResults;
import usher.softphone.results.Measurement;

/** What the server and the phones use during one stretch. */
final class Meter {
  private static final double NS_PER_S = 1e9;
  private static final double KB_PER_MB = 1024;
  private static final double PERCENT = 100;

  /** Calls of a stretch that were refused because there were too many. */
  static final String SHED = "refused_503";

  /** The thread of all phones; the rest of this process compiles, collects and tells. */
  private static final String FLEET = "fleet";

  private final ServerUnderTest server;
  private final long startNs = System.nanoTime();
  private final Usage before;
  private final Usage fleetBefore;
  private final int gcBefore;
  private final long droppedBefore;
  private final List<Double> cores = new ArrayList<>();
  private double lastCpuMs;
  private long lastNs = startNs;

  Meter(ServerUnderTest server) throws IOException {
    this.server = server;
    this.before = server.usage();
    this.fleetBefore = Usage.of(ProcessHandle.current().pid());
    this.gcBefore = server.gc().size();
    this.droppedBefore = Datagrams.dropped();
    this.lastCpuMs = before.cpuMs();
  }

  /** To be called about once a second. */
  void sample() throws IOException {
    double cpuMs = server.usage().cpuMs();
    long nowNs = System.nanoTime();
    cores.add((cpuMs - lastCpuMs) * 1e6 / (nowNs - lastNs));
    lastCpuMs = cpuMs;
    lastNs = nowNs;
  }

  /** What this stretch came to, with these calls. */
  Measurement end(String name, BulkCallers callers, CallFigures calls) throws IOException {
    Usage fleet = Usage.of(ProcessHandle.current().pid()).since(fleetBefore);
    long answered = calls.count(CallEnd.ANSWERED);
    Measurement measured = end(name, calls.attempted(), answered, fleet.cpuMs());
    measured.put(
        "fleet_thread_cpu_ms_per_call", fleet.threadsMs().getOrDefault(FLEET, 0.0) / answered);
    measured.put("repeated_by_callers", callers.repeated());
    CallResults.note(measured, calls);
    measured.series("server's cores", cores);
    return measured;
  }

  /**
   * The same for calls of any generator.
   *
   * @param generatorMs processor time that it has used
   */
  Measurement end(String name, long calls, long answered, double generatorMs) throws IOException {
    Usage used = server.usage().since(before);
    Measurement measured = new Measurement(name);
    measured.put("calls", calls);
    measured.put("answered", answered);
    measured.put("success_pct", PERCENT * answered / calls);
    measured.put("cpu_ms_per_call", used.cpuMs() / answered);
    measured.put("fleet_cpu_ms_per_call", generatorMs / answered);
    measured.put("cpu_cores", used.cpuMs() * 1e6 / (System.nanoTime() - startNs));
    memory(measured);
    surroundings(measured, used, generatorMs);
    used.threadsMs().forEach((group, ms) -> measured.thread(group, ms / answered));
    return measured;
  }

  private void memory(Measurement measured) throws IOException {
    GcLog.Pauses pauses = server.gc().pauses(gcBefore);
    measured.put("gc_pauses", pauses.count());
    measured.put("gc_pause_total_ms", pauses.totalMs());
    measured.put("gc_pause_max_ms", pauses.longestMs());
    measured.put("resident_mb", Usage.residentKb(server.pid()) / KB_PER_MB);
    measured.put("open_files", Usage.openFiles(server.pid()));
  }

  private void surroundings(Measurement measured, Usage used, double generatorMs)
      throws IOException {
    double seconds = (System.nanoTime() - startNs) / NS_PER_S;
    double others = used.machineMs() - used.cpuMs() - generatorMs;
    measured.put("seconds", seconds);
    measured.put("others_cores", others / 1e3 / seconds);
    measured.put("stolen_cores", used.stolenMs() / 1e3 / seconds);
    measured.put("datagrams_dropped", Datagrams.dropped() - droppedBefore);
  }
}
