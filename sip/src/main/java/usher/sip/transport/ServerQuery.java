package usher.sip.transport;

import org.jspecify.annotations.Nullable;

/**
 * The question of RFC 3263: which servers are behind a name.
 *
 * @param host a domain name, in lower case
 * @param port that the URI names, 0 for none
 * @param protocol that the URI asks for, null for none
 */
public record ServerQuery(String host, int port, @Nullable TransportProtocol protocol) {}
