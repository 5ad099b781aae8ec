package usher.core.loop;

import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/**
 * How far the loop is behind, for each of the threads that let messages in.
 *
 * @param datagrams of the thread that serves datagrams
 * @param streams of the thread that serves connections
 */
public record LoopDelays(LoopDelay datagrams, LoopDelay streams) {
  /** Before anything has come. */
  public LoopDelays() {
    this(new LoopDelay(), new LoopDelay());
  }

  LoopDelay of(Flow flow) {
    return flow.protocol() == TransportProtocol.UDP ? datagrams : streams;
  }

  /** What the loop needs for one input. */
  void inputTakes(long ns) {
    datagrams.inputTakes(ns);
    streams.inputTakes(ns);
  }
}
