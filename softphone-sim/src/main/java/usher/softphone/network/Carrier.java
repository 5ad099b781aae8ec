package usher.softphone.network;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.MessageGuard;
import usher.sip.message.SipMessage;
import usher.sip.message.StatelessAnswer;
import usher.sip.message.Verdict;
import usher.sip.transport.Flow;
import usher.sip.transport.ResponseTarget;

/**
 * Takes messages from host to host, as datagrams or over streams, and gives what arrives to the
 * node there.
 */
final class Carrier {
  private final SimulatedNetwork network;
  private final Trace trace = new Trace();
  private long lastConnection = Flow.NO_CONNECTION;

  private long sent;
  private long delivered;
  private long lost;
  private long duplicated;
  private long heldBack;
  private long refused;
  private long undeliverable;

  Carrier(SimulatedNetwork network) {
    this.network = network;
  }

  Trace trace() {
    return trace;
  }

  NetworkFigures figures() {
    return new NetworkFigures(sent, delivered, lost, duplicated, heldBack, refused, undeliverable);
  }

  // ---- datagrams

  void sendDatagram(SimulatedHost from, Flow flow, SipMessage message) {
    sent++;
    SimulatedHost to = network.hostAt(flow.remote());
    if (to == null || from.isCut()) {
      lose(flow, message);
    } else {
      sendDatagram(network.link(from, to).datagram(), to, flow, message);
    }
  }

  private void sendDatagram(
      List<Link.Arrival> arrivals, SimulatedHost to, Flow flow, SipMessage message) {
    if (arrivals.isEmpty()) {
      lose(flow, message);
    }
    for (Link.Arrival arrival : arrivals) {
      note(arrival, flow, message);
      network.at(
          network.nowNs() + arrival.delayNs(), () -> arrive(to, mirrored(flow), message.bytes()));
    }
  }

  private void note(Link.Arrival arrival, Flow flow, SipMessage message) {
    duplicated += arrival.copy() ? 1 : 0;
    heldBack += arrival.heldBack() ? 1 : 0;
    trace.add(network.nowNs(), arrival.copy() ? "copied" : "sent", flow, message.bytes());
  }

  private void lose(Flow flow, SipMessage message) {
    lost++;
    trace.add(network.nowNs(), "lost", flow, message.bytes());
  }

  /** The same flow as the far end sees it. */
  private static Flow mirrored(Flow flow) {
    return new Flow(
        flow.protocol(),
        /* local= */ flow.remote(),
        /* remote= */ flow.local(),
        Flow.NO_CONNECTION);
  }

  private void arrive(SimulatedHost to, Flow flow, byte[] bytes) {
    SimulatedNode node = to.isCut() ? null : to.node();
    if (node == null) {
      lost++;
      trace.add(network.nowNs(), "unheard", flow, bytes);
    } else {
      node.advance(network.nowNs());
      deliver(to, node, flow, bytes);
    }
  }

  /** As an I/O thread does it: the guard looks first. */
  private void deliver(SimulatedHost to, SimulatedNode node, Flow flow, byte[] bytes) {
    trace.add(network.nowNs(), "received", flow, bytes);
    switch (MessageGuard.examine(bytes, flow.remote())) {
      case Verdict.Accepted(SipMessage message) -> {
        delivered++;
        node.received(message, flow);
      }
      case Verdict.Refused(StatelessAnswer answer, _) -> {
        refused++;
        answer(to, ResponseTarget.of(answer.topVia(), flow), answer.bytes());
      }
      case Verdict.Dropped _ -> refused++;
    }
  }

  private static void answer(SimulatedHost from, Flow flow, byte[] answer) {
    try {
      from.send(flow, SipMessage.parse(answer));
    } catch (MalformedMessageException e) {
      // Made from a request so damaged that its answer is not whole either; nobody could read it.
    }
  }

  // ---- streams

  void sendOverStream(SimulatedHost from, Flow flow, SipMessage message) {
    sent++;
    StreamEnd end = from.stream(flow);
    if (end == null && flow.connection() == Flow.NO_CONNECTION) {
      end = connect(from, flow);
    }
    if (end == null) {
      giveBack(from, flow, message);
    } else {
      write(end, flow, message);
    }
  }

  private @Nullable StreamEnd connect(SimulatedHost from, Flow flow) {
    SimulatedHost to = network.hostAt(flow.remote());
    if (to == null || from.isCut() || to.isCut() || to.node() == null) {
      return null;
    }
    // The caller knows the connection by the address it listens on, the called by its real source.
    InetSocketAddress source = from.ephemeral(flow.local());
    StreamEnd near = end(from, flow);
    StreamEnd far = end(to, mirrored(flow).to(source));
    StreamEnd.connect(near, far);
    return near;
  }

  private StreamEnd end(SimulatedHost host, Flow flow) {
    Flow own = new Flow(flow.protocol(), flow.local(), flow.remote(), ++lastConnection);
    StreamEnd end = new StreamEnd(host, own);
    host.add(end);
    return end;
  }

  private void write(StreamEnd end, Flow flow, SipMessage message) {
    StreamEnd far = end.far();
    boolean cut = end.host().isCut() || far.host().isCut();
    long delayNs = cut ? Link.BROKEN : network.link(end.host(), far.host()).streamDelayNs();
    if (delayNs == Link.BROKEN) {
      giveBack(end.host(), flow, message);
      reset(end);
    } else {
      trace.add(network.nowNs(), "written", flow, message.bytes());
      network.at(end.arrivalNs(network.nowNs() + delayNs), () -> read(far, message.bytes()));
    }
  }

  private void read(StreamEnd end, byte[] bytes) {
    if (end.isOpen()) {
      arrive(end.host(), end.flow(), bytes);
    } else {
      lost++;
      trace.add(network.nowNs(), "unread", end.flow(), bytes);
    }
  }

  private void giveBack(SimulatedHost to, Flow flow, SipMessage message) {
    undeliverable++;
    trace.add(network.nowNs(), "undeliverable", flow, message.bytes());
    tell(to, node -> node.undeliverable(message, flow));
  }

  /** Both ends of the connection hear that it is gone; what is under way in it is lost. */
  void reset(StreamEnd end) {
    if (end.isOpen()) {
      ended(end);
      ended(end.far());
    }
  }

  private void ended(StreamEnd end) {
    end.close();
    end.host().remove(end);
    tell(end.host(), node -> node.connectionClosed(end.flow()));
  }

  /** Later, as an input of its own: nobody is called back out of his own call. */
  private void tell(SimulatedHost host, Consumer<SimulatedNode> what) {
    network.at(
        network.nowNs(),
        () -> {
          SimulatedNode node = host.node();
          if (node != null) {
            node.advance(network.nowNs());
            what.accept(node);
          }
        });
  }
}
