package usher.perf.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import usher.softphone.bulk.BulkCallers;
import usher.softphone.bulk.BulkCallersPlan;
import usher.softphone.bulk.CallEnd;
import usher.softphone.bulk.CallFigures;
import usher.softphone.results.Measurement;

/** Many agents, many registrations, many waiting calls. */
final class Crowds {
  private static final double BESIDE = 100;
  private static final int STORM_SECONDS = 60;
  private static final int AFTER_STORM_SECONDS = 5;
  private static final int WAITING = 10_000;
  private static final int HEARING_MUSIC = 1_000;
  private static final double ARRIVING_PER_S = 300;
  private static final int LISTENING_SECONDS = 10;

  /**
   * RFC 3261 17.1.1.2: timer D, the longest that keeps anything of a call that is over, and some.
   */
  private static final long FORGOTTEN_MS = 34_000;

  private static final double KB_PER_CALL_MAX = 20;
  private static final double KB_PER_MB = 1024;

  /** RFC 3551: a packet every 20 ms. */
  private static final int PACKETS_PER_S = 50;

  private static final double MUSIC_HEARD_MIN = 0.98;

  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(10);

  private Crowds() {}

  /** All agents register once more within a minute, and calls go on. */
  static List<Measurement> storm(Bench bench) throws IOException {
    Stage stage = bench.stage(Arrangement.CROWD);
    int seconds = bench.options().seconds(STORM_SECONDS);
    Histogram before = stage.fleet().ask(stage.agents()::registrationUs);
    long failuresBefore = failures(stage);
    stage
        .fleet()
        .execute(() -> stage.agents().registerAgain(Duration.ofSeconds(seconds).toNanos()));
    String name = stage.arrangement().agents() + " register within " + seconds + " s";
    Measurement storm =
        stage.play(name, Stage.calls(BESIDE, seconds + (double) AFTER_STORM_SECONDS));
    Histogram registered = stage.fleet().ask(stage.agents()::registrationUs);
    registered.subtract(before);
    long failures = failures(stage) - failuresBefore;
    storm.put("registration", registered);
    storm.put("registrations", registered.getTotalCount());
    storm.require(storm.get("success_pct") == 100, "calls were affected");
    storm.require(failures == 0, failures + " failed registrations");
    storm.require(
        registered.getTotalCount() == stage.arrangement().agents(),
        registered.getTotalCount() + " registrations");
    return List.of(storm);
  }

  private static long failures(Stage stage) {
    return stage.fleet().ask(stage.agents()::registrationFailures).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Ten thousand callers wait, some of whom hear music, and then leave. */
  static List<Measurement> waiting(Bench bench) throws IOException {
    Stage stage = bench.stage(Arrangement.USUAL);
    double scale = bench.options().seconds(LISTENING_SECONDS) / (double) LISTENING_SECONDS;
    int silent = (int) ((WAITING - HEARING_MUSIC) * Math.min(1, scale));
    int music = (int) (HEARING_MUSIC * Math.min(1, scale));
    ServerUnderTest server = stage.server();
    forget(bench);
    int filesBefore = Usage.openFiles(server.pid());
    double heapBefore = server.heapMb();
    double residentBefore = Usage.residentKb(server.pid());
    BulkCallers quiet = stage.begin(waiters(ServerConfig.SILENT, silent));
    arrive(stage, quiet, silent, "waiting");
    Measurement waiting = new Measurement(silent + " wait, " + music + " more hear music");
    double heapKb = (server.heapMb() - heapBefore) * KB_PER_MB;
    double residentKb = Usage.residentKb(server.pid()) - residentBefore;
    long live = stage.fleet().figures(quiet).live();
    waiting.put("waiting", live);
    waiting.put("heap_kb_per_waiting_call", heapKb / live);
    waiting.put("resident_kb_per_waiting_call", residentKb / live);
    waiting.require(heapKb / live < KB_PER_CALL_MAX, "waiting calls take too much memory");
    BulkCallers listeners = stage.begin(waiters(ServerConfig.MUSIC, music));
    arrive(stage, listeners, music, "hearing music");
    listen(stage, waiting, music);
    leave(stage, waiting, quiet, silent);
    leave(stage, waiting, listeners, music);
    return List.of(closed(waiting, server, filesBefore));
  }

  /** Each caller who hears music has ports of his own, which are sockets. */
  private static Measurement closed(Measurement waiting, ServerUnderTest server, int filesBefore)
      throws IOException {
    int most = filesBefore + Endurance.FILES_TOLERANCE;
    boolean all = Waiting.until(() -> Usage.openFiles(server.pid()) <= most, CLOSED_WITHIN);
    waiting.put("open_files_before", filesBefore);
    waiting.put("open_files", Usage.openFiles(server.pid()));
    return waiting.require(all, "files or ports leak");
  }

  /** What the server keeps of calls that are over does not count for those that wait. */
  private static void forget(Bench bench) {
    bench.console().println("the server forgets calls that are over");
    Waiting.pause(FORGOTTEN_MS);
  }

  private static BulkCallersPlan waiters(String queue, int count) {
    return Stage.stayers(ARRIVING_PER_S, count).to(queue);
  }

  private static void arrive(Stage stage, BulkCallers callers, int count, String name)
      throws IOException {
    Duration longest = Duration.ofSeconds(2 + (long) (count / ARRIVING_PER_S));
    stage.watch(name, callers, longest, null);
  }

  private static void listen(Stage stage, Measurement waiting, int music) throws IOException {
    Usage before = stage.server().usage();
    long heardBefore = Datagrams.dropped(stage.sinkPort());
    long startNs = System.nanoTime();
    Waiting.pause(Duration.ofSeconds(LISTENING_SECONDS).toMillis());
    double seconds = (System.nanoTime() - startNs) / 1e9;
    Usage used = stage.server().usage().since(before);
    double heard = (Datagrams.dropped(stage.sinkPort()) - heardBefore) / seconds;
    waiting.put("music_packets_per_s", heard);
    waiting.put("cpu_cores_while_waiting", used.cpuMs() / 1e3 / seconds);
    waiting.require(
        heard >= MUSIC_HEARD_MIN * music * PACKETS_PER_S,
        heard + " packets of music a second for " + music + " callers");
  }

  private static void leave(Stage stage, Measurement waiting, BulkCallers callers, int count)
      throws IOException {
    stage.end(callers);
    CallFigures calls = stage.close(callers);
    // Who hears music has been answered, and hangs up; the others cancel.
    long left = calls.count(CallEnd.ABANDONED) + calls.count(CallEnd.ANSWERED);
    waiting.require(left == count, "of " + count + " callers " + left + " left as they should");
  }
}
