package usher.sip.transport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** In which order the servers behind a name are tried (RFC 2782). */
public final class ServerOrder {
  private ServerOrder() {}

  /**
   * Those of the lowest priority first; among equals each comes first in proportion to its weight.
   *
   * @param chance a number from 0 to below its argument, each as likely
   */
  public static List<LocatedServer> of(List<LocatedServer> servers, IntUnaryOperator chance) {
    List<LocatedServer> left = new ArrayList<>(servers);
    // "place those with weight 0 at the beginning"
    left.sort(
        Comparator.comparingInt(LocatedServer::priority)
            .thenComparingInt(server -> server.weight() == 0 ? 0 : 1));
    List<LocatedServer> order = new ArrayList<>(left.size());
    while (!left.isEmpty()) {
      order.add(left.remove(drawn(left, chance)));
    }
    return order;
  }

  private static int drawn(List<LocatedServer> left, IntUnaryOperator chance) {
    int priority = left.getFirst().priority();
    int equals = (int) left.stream().filter(server -> server.priority() == priority).count();
    int sum = left.subList(0, equals).stream().mapToInt(LocatedServer::weight).sum();
    // "a uniform random number between 0 and the sum computed (inclusive)"
    int lot = chance.applyAsInt(sum + 1);
    int at = 0;
    for (int running = left.getFirst().weight(); running < lot; at++) {
      running += left.get(at + 1).weight();
    }
    return at;
  }
}
