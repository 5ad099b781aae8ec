package usher.core.config;

import java.util.Map;
import java.util.TreeMap;
import usher.routing.order.CallOrder;
import usher.routing.order.EffectiveAge;
import usher.routing.order.ServiceObjective;
import usher.routing.order.StrictPriority;

/** The orders of calls by the name that configuration uses. */
public final class CallOrders {

  static final Map<String, CallOrder> NAMED =
      new TreeMap<>(
          Map.of(
              "effective-age", new EffectiveAge(),
              "service-objective", new ServiceObjective(),
              "strict-priority", new StrictPriority()));

  private CallOrders() {}

  /** What an operator calls an order. */
  public static String name(CallOrder order) {
    return switch (order) {
      case EffectiveAge _ -> "effective-age";
      case ServiceObjective _ -> "service-objective";
      case StrictPriority _ -> "strict-priority";
    };
  }
}
