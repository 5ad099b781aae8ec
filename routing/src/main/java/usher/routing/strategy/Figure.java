package usher.routing.strategy;

/** A comparator that gives figures; the smaller comes first. */
public sealed interface Figure extends RoutingStrategy permits AgentKey, ProfileKey, DemandKey {
  /**
   * What a figure of this comparator says of an agent, such as {@code idle for 43 s}.
   *
   * @param nowNs the instant, since the router's first command
   */
  String inWords(long figure, long nowNs);
}
