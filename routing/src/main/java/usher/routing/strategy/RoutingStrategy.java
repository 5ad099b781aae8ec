package usher.routing.strategy;

/**
 * One comparator of a queue's chain. Those that give figures are compared left to right, the
 * smaller figure first; one that draws decides among all that are still equal, so it stands last.
 */
public sealed interface RoutingStrategy permits Figure, Draw {}
