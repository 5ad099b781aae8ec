package usher.core.trunk;

/**
 * How a trunk stands.
 *
 * @param callsIn legs to us that run over it
 * @param callsOut legs of ours that run over it
 * @param refusedIn calls to us that were above its limits
 * @param refusedOut calls of ours that went elsewhere because of its limits
 * @param failedOver calls of ours that one of its targets did not serve
 * @param targets how many there are
 * @param targetsDead how many of them are known not to serve
 * @param registered whether it knows where we are; true where it need not
 */
public record TrunkFigures(
    String name,
    int callsIn,
    int callsOut,
    long refusedIn,
    long refusedOut,
    long failedOver,
    int targets,
    int targetsDead,
    boolean registered) {}
