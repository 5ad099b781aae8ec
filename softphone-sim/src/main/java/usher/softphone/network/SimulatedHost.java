package usher.softphone.network;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import usher.sip.message.SipMessage;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;
import usher.sip.transport.Wire;

/**
 * One machine of the {@link SimulatedNetwork}: it listens on its addresses for datagrams and
 * streams alike. As a {@link Wire} it takes what its node sends.
 */
public final class SimulatedHost implements Wire {
  private static final int FIRST_EPHEMERAL_PORT = 40_000;

  private final Carrier carrier;
  private final String name;
  private final List<InetSocketAddress> addresses;
  private final Map<Long, StreamEnd> streams = new HashMap<>();
  private final Map<Flow, StreamEnd> streamsByAddresses = new HashMap<>();
  private @Nullable SimulatedNode node;
  private boolean cut;
  private int nextEphemeralPort = FIRST_EPHEMERAL_PORT;

  SimulatedHost(Carrier carrier, String name, List<InetSocketAddress> addresses) {
    this.carrier = carrier;
    this.name = name;
    this.addresses = List.copyOf(addresses);
  }

  /** Gives the host what it runs; until then, what comes for it is lost. */
  public void run(SimulatedNode runs) {
    node = runs;
  }

  /** For traces. */
  public String name() {
    return name;
  }

  /** The first address, for this protocol, as a starting point for {@link Flow#to}. */
  public Flow flow(TransportProtocol protocol) {
    InetSocketAddress address = addresses.getFirst();
    return new Flow(protocol, address, address, Flow.NO_CONNECTION);
  }

  /** For {@link usher.sip.dialog.LocalAddresses}. */
  public Map<TransportProtocol, InetSocketAddress> locals() {
    return Map.of(
        TransportProtocol.UDP, addresses.getFirst(), TransportProtocol.TCP, addresses.getFirst());
  }

  @Override
  public void send(Flow flow, SipMessage message) {
    if (flow.protocol().reliable()) {
      carrier.sendOverStream(this, flow, message);
    } else {
      carrier.sendDatagram(this, flow, message);
    }
  }

  /** Pulls the cable: from now on nothing leaves and nothing arrives. */
  public void cut() {
    cut = true;
  }

  /** Puts the cable back. */
  public void mend() {
    cut = false;
  }

  /** Ends every stream connection of this host, as a restart of it would. */
  public void resetStreams() {
    new ArrayList<>(streams.values()).forEach(carrier::reset);
  }

  boolean isCut() {
    return cut;
  }

  List<InetSocketAddress> addresses() {
    return addresses;
  }

  @Nullable SimulatedNode node() {
    return node;
  }

  @Nullable StreamEnd stream(Flow flow) {
    return flow.connection() == Flow.NO_CONNECTION
        ? streamsByAddresses.get(flow)
        : streams.get(flow.connection());
  }

  void add(StreamEnd end) {
    streams.put(end.flow().connection(), end);
    streamsByAddresses.put(end.flow().to(end.flow().remote()), end);
  }

  void remove(StreamEnd end) {
    streams.remove(end.flow().connection());
    streamsByAddresses.remove(end.flow().to(end.flow().remote()), end);
  }

  /** The source address of a connection that this host makes. */
  InetSocketAddress ephemeral(InetSocketAddress local) {
    return new InetSocketAddress(local.getAddress(), nextEphemeralPort++);
  }
}
