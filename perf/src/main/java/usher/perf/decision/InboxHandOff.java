package usher.perf.decision;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import usher.core.loop.Inbox;

/**
 * Ring in, decision, ring out, between two threads: what they can do at most, and how long a
 * command takes there and back when commands come at a fixed rate whether or not the last ones have
 * returned, counted from when each was due. In many short bursts, since one in which a thread had
 * to wait for a processor says something of the machine alone: a burst counts as undisturbed when
 * both threads ran all the time by their own clocks, whatever it measured. Latencies of those are
 * told together, and those of all.
 *
 * <pre>java -jar perf/target/benchmarks.jar inbox [AGENTS SKILLS PROFILES BURSTS]</pre>
 */
public final class InboxHandOff {
  private static final int UNDER_WAY = 1_024;
  private static final long RATE_GAP_NS = 1_000;
  private static final long STEP_NS = 1_000_000;
  private static final long LONGEST_NS = 10_000_000_000L;
  private static final long BURST_NS = 20_000_000;

  /** A thread that ran for less of a burst than this had to wait for a processor. */
  private static final double RAN = 0.98;

  private static final int WARM_UP = 200;
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
  private final Histogram undisturbed = new Histogram(LONGEST_NS, 3);
  private final Histogram all = new Histogram(LONGEST_NS, 3);
  private final Patience patience = new Patience();
  private final int[] busy;
  private int busyCount;
  private int free = POOL;
  private int first;
  private int last;
  private long nowNs;
  private long returned;
  private long burstNs;
  private long ownCpuNs;
  private long loopCpuNs;
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
    int bursts = sized ? Integer.parseInt(args[3]) : 200;
    InboxHandOff run = new InboxHandOff(shape);
    run.thread.start();
    for (int burst = 0; burst < WARM_UP; burst++) {
      run.saturate();
      run.settle();
    }
    run.reportSaturated(bursts);
    run.reportRate(bursts);
    run.loop.stop();
    run.thread.join();
  }

  private void reportSaturated(int bursts) {
    double[] every = new double[bursts];
    double[] quiet = new double[bursts];
    int count = 0;
    double commands = 0;
    long ownNs = 0;
    long loopNs = 0;
    for (int burst = 0; burst < bursts; burst++) {
      long before = returned;
      startClocks();
      every[burst] = saturate();
      commands += returned - before;
      ownNs += ownCpuSoFarNs();
      loopNs += loopCpuSoFarNs();
      if (ranAllTheTime()) {
        quiet[count++] = every[burst];
      }
      settle();
    }
    report("undisturbed", Arrays.copyOf(quiet, count));
    report("all", every);
    System.out.println(
        String.format(
            Locale.ROOT,
            "CPU time of a command, ns, what was spent on waiting included: the loop %.0f, the"
                + " other side %.0f",
            loopNs / commands,
            ownNs / commands));
  }

  private static void report(String which, double[] perSecond) {
    Arrays.sort(perSecond);
    int count = perSecond.length;
    if (count > 0) {
      System.out.println(
          String.format(
              Locale.ROOT,
              "saturated, %d bursts (%s), million commands/s: %.2f median, %.2f best",
              count,
              which,
              perSecond[count / 2] / 1e6,
              perSecond[count - 1] / 1e6));
    }
  }

  private void startClocks() {
    burstNs = System.nanoTime();
    ownCpuNs = THREADS.getCurrentThreadCpuTime();
    loopCpuNs = THREADS.getThreadCpuTime(thread.threadId());
  }

  private boolean ranAllTheTime() {
    double least = (System.nanoTime() - burstNs) * RAN;
    return ownCpuSoFarNs() >= least && loopCpuSoFarNs() >= least;
  }

  private long ownCpuSoFarNs() {
    return THREADS.getCurrentThreadCpuTime() - ownCpuNs;
  }

  private long loopCpuSoFarNs() {
    return THREADS.getThreadCpuTime(thread.threadId()) - loopCpuNs;
  }

  private void reportRate(int bursts) {
    int quiet = 0;
    for (int burst = 0; burst < bursts; burst++) {
      latency.reset();
      startClocks();
      keepRate();
      boolean ran = ranAllTheTime();
      settle();
      all.add(latency);
      if (ran) {
        quiet++;
        undisturbed.add(latency);
      }
    }
    report("undisturbed", quiet, undisturbed);
    report("all", bursts, all);
  }

  private static void report(String which, int bursts, Histogram latency) {
    System.out.println(
        String.format(
            Locale.ROOT,
            "at 1,000,000 commands/s, %d bursts (%s), %d commands, ns: p50 %d, p99 %d, p99.9 %d",
            bursts,
            which,
            latency.getTotalCount(),
            latency.getValueAtPercentile(50),
            latency.getValueAtPercentile(99),
            latency.getValueAtPercentile(99.9)));
  }

  /** Returns commands per second. */
  private double saturate() {
    long before = returned;
    long startNs = System.nanoTime();
    while (System.nanoTime() - startNs < BURST_NS) {
      while (POOL - free < UNDER_WAY) {
        send(0);
      }
      long seen = returned;
      receive();
      patience.after(returned != seen);
    }
    return (returned - before) * NS_PER_S / (System.nanoTime() - startNs);
  }

  /**
   * One command each microsecond; one that cannot be sent in time counts from when it was due, and
   * those that have not been sent long after the end count from then, too.
   */
  private void keepRate() {
    long startNs = System.nanoTime();
    long endNs = startNs + BURST_NS;
    long dueNs = startNs;
    while (dueNs < endNs && System.nanoTime() < endNs + BURST_NS) {
      long seen = returned + dueNs;
      if (System.nanoTime() >= dueNs && POOL - free < UNDER_WAY) {
        send(dueNs);
        dueNs += RATE_GAP_NS;
      }
      receive();
      patience.after(returned + dueNs != seen);
    }
    for (; dueNs < endNs; dueNs += RATE_GAP_NS) {
      latency.recordValue(endNs + BURST_NS - dueNs);
    }
  }

  private void settle() {
    while (free < POOL) {
      if (first != last) {
        send(0);
      }
      long seen = returned;
      receive();
      patience.after(returned != seen);
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
