package usher.perf;

import java.util.Arrays;
import org.openjdk.jmh.Main;
import usher.perf.decision.CpuTime;
import usher.perf.decision.InboxHandOff;
import usher.perf.decision.Tail;
import usher.perf.media.RelayLoad;

/**
 * JMH's command line, with CPU time and allocation measured whether asked for or not; and {@code
 * inbox}, {@code tail} and {@code relay}, which are no benchmarks of JMH's kind.
 */
public final class Benchmarks {
  private Benchmarks() {}

  /** Runs; see {@code -h}. */
  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("inbox")) {
      InboxHandOff.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    if (args.length > 0 && args[0].equals("tail")) {
      Tail.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    if (args.length > 0 && args[0].equals("relay")) {
      RelayLoad.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    String[] more = new String[args.length + 4];
    System.arraycopy(args, 0, more, 0, args.length);
    more[args.length] = "-prof";
    more[args.length + 1] = CpuTime.class.getName();
    more[args.length + 2] = "-prof";
    more[args.length + 3] = "gc";
    Main.main(more);
  }
}
