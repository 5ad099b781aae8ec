package usher.softphone.bulk;

import java.net.InetSocketAddress;
import usher.sip.transport.TransportProtocol;

/**
 * How phones of one group reach their server. Over UDP all of them share one socket. Over streams
 * an agent has a connection of his own, since that is where he is called; callers share some.
 *
 * @param server where it listens for that
 * @param at our own address; over streams the system chooses the ports
 * @param connections of callers over streams, 1 or more
 */
public record Access(
    TransportProtocol transport, InetSocketAddress server, InetSocketAddress at, int connections) {

  public Access {
    if (connections < 1) {
      throw new IllegalArgumentException("one connection at least");
    }
  }

  /** By datagrams. */
  public static Access udp(InetSocketAddress server, InetSocketAddress at) {
    return new Access(TransportProtocol.UDP, server, at, 1);
  }
}
