package usher.softphone.network;

import org.jspecify.annotations.Nullable;
import usher.sip.transport.Flow;

/** One host's end of a stream connection. */
final class StreamEnd {
  private final SimulatedHost host;
  private final Flow flow;
  private @Nullable StreamEnd far;
  private long lastArrivalNs;
  private boolean open = true;

  StreamEnd(SimulatedHost host, Flow flow) {
    this.host = host;
    this.flow = flow;
  }

  static void connect(StreamEnd one, StreamEnd other) {
    one.far = other;
    other.far = one;
  }

  SimulatedHost host() {
    return host;
  }

  /** As its host sees it. */
  Flow flow() {
    return flow;
  }

  StreamEnd far() {
    StreamEnd end = far;
    if (end == null) {
      throw new IllegalStateException("a stream with one end");
    }
    return end;
  }

  boolean isOpen() {
    return open;
  }

  void close() {
    open = false;
  }

  /** When what is sent now arrives at the far end: never before what was sent earlier. */
  long arrivalNs(long earliestNs) {
    lastArrivalNs = Math.max(lastArrivalNs, earliestNs);
    return lastArrivalNs;
  }
}
