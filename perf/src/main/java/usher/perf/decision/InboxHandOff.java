package usher.perf.decision;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import usher.core.loop.Inbox;

/**
 * Ring in, decision, ring out, between two threads: what they can do at most, and how long a
 * command takes there and back when commands come at a fixed rate whether or not the last ones have
 * returned, counted from when each was due.
 *
 * <pre>java -jar perf/target/benchmarks.jar inbox [AGENTS SKILLS PROFILES SECONDS]</pre>
 */
public final class InboxHandOff {
  private static final int UNDER_WAY = 512;
  private static final int LATE_UNDER_WAY = 1_024;
  private static final long RATE_GAP_NS = 1_000;
  private static final long STEP_NS = 1_000_000;
  private static final long LONGEST_NS = 10_000_000_000L;
  private static final double NS_PER_S = 1e9;
  private static final int POOL = HandOffLoop.CAPACITY;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final CentreShape shape;
  private final HandOffLoop loop;
  private final Inbox<HandOff>.Door door;
  private final Thread thread;
  private final Random64 random = new Random64(11);
  private final HandOff[] pool = new HandOff[POOL];
  private final HandOff[] next = new HandOff[POOL];
  private final Histogram latency = new Histogram(LONGEST_NS, 3);
  private final int[] busy;
  private int busyCount;
  private int free = POOL;
  private int first;
  private int last;
  private long nowNs;
  private long returned;
  private boolean releases;

  private InboxHandOff(CentreShape shape) {
    this.shape = shape;
    loop = new HandOffLoop(shape);
    busy = new int[shape.agents];
    for (int i = 0; i < POOL; i++) {
      pool[i] = new HandOff();
    }
    for (int agent = 0; agent < shape.agents; agent++) {
      loop.router.reachable(agent, nowNs);
      loop.router.login(agent, nowNs++);
    }
    door = loop.in.open();
    thread = new Thread(loop::run, "routing-loop");
    thread.setDaemon(true);
  }

  /** Measures and prints. */
  public static void main(String[] args) throws InterruptedException {
    boolean sized = args.length == 4;
    CentreShape shape =
        new CentreShape(
            sized ? Integer.parseInt(args[0]) : 10_000,
            sized ? Integer.parseInt(args[1]) : 64,
            sized ? Integer.parseInt(args[2]) : 1_000);
    long seconds = sized ? Long.parseLong(args[3]) : 5;
    InboxHandOff run = new InboxHandOff(shape);
    run.thread.start();
    run.saturate(seconds);
    System.out.println("saturated: " + run.saturate(seconds));
    run.keepRate(seconds);
    run.latency.reset();
    double reached = run.keepRate(seconds);
    System.out.println(
        String.format(
            Locale.ROOT,
            "at 1,000,000 commands/s (%.0f reached): p50 %d, p99 %d, p99.9 %d, longest %d ns",
            reached,
            run.latency.getValueAtPercentile(50),
            run.latency.getValueAtPercentile(99),
            run.latency.getValueAtPercentile(99.9),
            run.latency.getMaxValue()));
    run.loop.stop();
    run.thread.join();
  }

  @SuppressWarnings("ThreadPriorityCheck") // see HandOffLoop.run
  private String saturate(long seconds) {
    long before = returned;
    long startNs = System.nanoTime();
    long cpuNs = THREADS.getThreadCpuTime(thread.threadId());
    long endNs = startNs + (long) (seconds * NS_PER_S);
    while (System.nanoTime() < endNs) {
      while (POOL - free < UNDER_WAY) {
        send(0);
      }
      receive();
      if (POOL - free == UNDER_WAY) {
        Thread.yield();
      }
    }
    double count = returned - before;
    cpuNs = THREADS.getThreadCpuTime(thread.threadId()) - cpuNs;
    double wallNs = System.nanoTime() - startNs;
    settle();
    return String.format(
        Locale.ROOT,
        "%.2f million commands/s by the wall clock, %.2f by the CPU time of the loop",
        count * 1e3 / wallNs,
        count * 1e3 / cpuNs);
  }

  /** Returns the rate that was reached. */
  private double keepRate(long seconds) {
    long before = returned;
    long startNs = System.nanoTime();
    long endNs = startNs + (long) (seconds * NS_PER_S);
    long dueNs = startNs;
    while (dueNs < endNs) {
      if (System.nanoTime() >= dueNs && POOL - free < LATE_UNDER_WAY) {
        send(dueNs);
        dueNs += RATE_GAP_NS;
      }
      receive();
    }
    settle();
    return (returned - before) * NS_PER_S / (System.nanoTime() - startNs);
  }

  private void settle() {
    while (free < POOL) {
      if (first != last) {
        send(0);
      }
      receive();
    }
  }

  /** Answers to offers go first; then an agent is released and a call arrives, in turn. */
  private void send(long dueNs) {
    HandOff command = first != last ? next[first++ & (POOL - 1)] : fresh();
    command.dueNs = dueNs;
    command.atNs = nowNs;
    if (!door.offer(command)) {
      throw new IllegalStateException("the inbox is full");
    }
  }

  private HandOff fresh() {
    HandOff command = pool[--free];
    releases = !releases && busyCount > shape.agents * 17 / 20;
    if (releases) {
      int at = random.below(busyCount);
      command.kind = HandOff.Kind.RELEASE;
      command.subject = busy[at];
      busy[at] = busy[--busyCount];
      return command;
    }
    nowNs += STEP_NS;
    command.kind = HandOff.Kind.ARRIVE;
    command.subject = shape.anyQueue(random);
    return command;
  }

  private void receive() {
    HandOff message = loop.out.poll();
    while (message != null) {
      if (message.kind == HandOff.Kind.OFFERED) {
        answer(message);
      } else {
        returned++;
        if (message.dueNs != 0) {
          latency.recordValue(Math.clamp(System.nanoTime() - message.dueNs, 0, LONGEST_NS));
        }
        pool[free++] = message;
      }
      message = loop.out.poll();
    }
  }

  private void answer(HandOff offer) {
    follow(HandOff.Kind.ACCEPT, offer.subject);
    follow(HandOff.Kind.CONNECT, offer.subject);
    busy[busyCount++] = offer.agent;
  }

  private void follow(HandOff.Kind kind, long offer) {
    HandOff command = Objects.requireNonNull(pool[--free]);
    command.kind = kind;
    command.subject = offer;
    next[last++ & (POOL - 1)] = command;
  }
}
