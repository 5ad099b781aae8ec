package usher.routing.explain;

import java.util.List;
import java.util.stream.Stream;

/**
 * Why an agent is not asked for a call that is there.
 *
 * @param agent name
 * @param queues for each queue in which the call waits: what keeps the agent from it
 * @param first the first condition that does not hold in the queue in which the call is counted
 */
public record WhyNot(String agent, Reason first, List<InQueue> queues) {
  /** The first condition that does not hold in one of the call's queues. */
  public record InQueue(String queue, Reason reason) {}

  public WhyNot {
    queues = List.copyOf(queues);
  }

  /** In plain English, a line for each queue. */
  public List<String> describe() {
    Stream<String> others =
        queues.stream().map(each -> each.queue() + ": " + agent + " " + each.reason().describe());
    return others.toList();
  }
}
