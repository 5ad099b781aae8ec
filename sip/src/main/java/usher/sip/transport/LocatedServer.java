package usher.sip.transport;

import java.net.InetSocketAddress;

/**
 * A server that a name leads to.
 *
 * @param address whose host string is the name that was asked for: that is what its certificate has
 *     to show (RFC 5922 7.2)
 * @param priority the lower one is tried first
 * @param weight its share among those of the same priority (RFC 2782), from 0
 */
public record LocatedServer(
    TransportProtocol protocol, InetSocketAddress address, int priority, int weight) {}
