package usher.softphone.network;

/**
 * What became of the messages so far.
 *
 * @param sent given to the network
 * @param delivered taken by a node, copies included
 * @param lost gone on the way, or there was nobody at the far end
 * @param duplicated datagrams that were copied
 * @param heldBack datagrams that were made late
 * @param refused what the far end's guard would not take
 * @param undeliverable given back to their sender
 */
public record NetworkFigures(
    long sent,
    long delivered,
    long lost,
    long duplicated,
    long heldBack,
    long refused,
    long undeliverable) {}
