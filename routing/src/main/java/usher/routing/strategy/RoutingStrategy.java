package usher.routing.strategy;

/** One comparator of a queue's chain. */
public sealed interface RoutingStrategy permits AgentKey {}
