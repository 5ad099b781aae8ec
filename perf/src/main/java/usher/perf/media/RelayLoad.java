package usher.perf.media;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import usher.sip.media.MediaConfig;
import usher.sip.media.MediaPlane;
import usher.sip.media.RtpMediaPlane;

/**
 * Calls relayed over loopback: each has two phones, and each phone sends 50 packets a second,
 * spread evenly over time as those of phones are.
 *
 * <pre>java -jar perf/target/benchmarks.jar relay [CALLS SECONDS THREADS]</pre>
 *
 * <p>CPU time is that of the media threads by the operating system's count, kernel included. Phones
 * and plane share the machine, so delays include how late the phones are themselves.
 */
public final class RelayLoad {
  private static final InetAddress SERVER = InetAddress.ofLiteral("127.77.0.1");
  private static final InetAddress PHONES = InetAddress.ofLiteral("127.77.0.2");
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 59_999;
  private static final int MOST_CALLS = 5_000;
  private static final int MOST_SECONDS = 600;

  private static final int SLOTS = 20;
  private static final long SLOT_NS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int SLOTS_PER_S = 1_000;
  private static final int WARM_UP_S = 5;
  private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(1);
  private static final byte WARMING = 1;
  private static final byte COUNTED = 2;
  private static final int DIGITS = 3;
  private static final double NS_PER_S = 1e9;

  private final MediaPlane plane;
  private final List<Phone> phones = new ArrayList<>();
  private final Histogram lateUs = new Histogram(DIGITS);
  private long sent;

  private RelayLoad(MediaPlane plane) {
    this.plane = plane;
  }

  /** Runs for seconds, then prints. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int calls = number(args, 0, 500, MOST_CALLS);
    int seconds = number(args, 1, 20, MOST_SECONDS);
    int threads = number(args, 2, 1, Runtime.getRuntime().availableProcessors());
    MediaConfig config =
        new MediaConfig(
            SERVER, SERVER, FIRST_PORT, LAST_PORT, threads, 2 * calls, Duration.ofSeconds(2));
    MediaPlane plane = RtpMediaPlane.start(config);
    try (Selector selector = Selector.open()) {
      new RelayLoad(plane).run(selector, calls, seconds);
    } finally {
      plane.close();
    }
  }

  private static int number(String[] args, int at, int usual, int most) {
    int number = args.length > at ? Integer.parseInt(args[at]) : usual;
    if (number < 1 || number > most) {
      throw new IllegalArgumentException(number + " is not 1 to " + most);
    }
    return number;
  }

  private void run(Selector selector, int calls, int seconds)
      throws IOException, InterruptedException {
    for (int call = 0; call < calls; call++) {
      Phone caller = Phone.open(plane, PHONES, selector, 2 * call);
      Phone agent = Phone.open(plane, PHONES, selector, 2 * call + 1);
      caller.join(agent);
      phones.add(caller);
      phones.add(agent);
    }
    Ears ears = new Ears(selector, COUNTED);
    Thread listening = Thread.ofPlatform().name("ears").start(ears);
    talk(WARM_UP_S, WARMING);
    sent = 0;
    lateUs.reset();
    long cpuNs = mediaCpuNs();
    talk(seconds, COUNTED);
    LockSupport.parkNanos(DRAIN_NS);
    cpuNs = mediaCpuNs() - cpuNs;
    ears.stop();
    listening.join();
    for (Phone phone : phones) {
      phone.close();
    }
    print(calls, seconds, cpuNs, ears.delaysUs());
  }

  /** Each phone talks in its own millisecond of every 20. */
  private void talk(int seconds, byte run) throws IOException {
    long startNs = System.nanoTime();
    for (int slot = 0; slot < seconds * SLOTS_PER_S; slot++) {
      long dueNs = startNs + slot * SLOT_NS;
      long waitNs = dueNs - System.nanoTime();
      if (waitNs > 0) {
        LockSupport.parkNanos(waitNs);
      }
      lateUs.recordValue(Math.max(0, System.nanoTime() - dueNs) / 1000);
      for (int i = slot % SLOTS; i < phones.size(); i += SLOTS) {
        sent += phones.get(i).say(run) ? 1 : 0;
      }
    }
  }

  private static long mediaCpuNs() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().matches("media-\\d+-\\d+")) {
        sum += threads.getThreadCpuTime(thread.getThreadId());
      }
    }
    return sum;
  }

  private void print(int calls, int seconds, long cpuNs, Histogram delaysUs) {
    long heard = delaysUs.getTotalCount();
    System.out.printf(
        Locale.ROOT,
        "%,d calls, %d s: %,d packets sent (%,d/s), %,d lost (%.4f %%)%n",
        calls,
        seconds,
        sent,
        sent / seconds,
        sent - heard,
        100.0 * (double) (sent - heard) / (double) sent);
    System.out.printf(
        Locale.ROOT,
        "CPU of the media threads: %.2f s, %.2f us a packet, %,.0f packets/s a core%n",
        (double) cpuNs / NS_PER_S,
        (double) cpuNs / 1000 / (double) heard,
        (double) heard * NS_PER_S / (double) cpuNs);
    System.out.println("delay from phone to phone:  " + percentiles(delaysUs));
    System.out.println("phones late by themselves:  " + percentiles(lateUs));
  }

  private static String percentiles(Histogram us) {
    return String.format(
        Locale.ROOT,
        "p50 %,d us, p90 %,d us, p99 %,d us, p99.9 %,d us, max %,d us",
        us.getValueAtPercentile(50),
        us.getValueAtPercentile(90),
        us.getValueAtPercentile(99),
        us.getValueAtPercentile(99.9),
        us.getMaxValue());
  }
}
