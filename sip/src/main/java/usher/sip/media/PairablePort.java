package usher.sip.media;

import org.jspecify.annotations.Nullable;

/**
 * Who is joined with whom, and that a closed port does nothing: the same rules for real ports and
 * simulated ones. The call loop's side of a port.
 */
abstract sealed class PairablePort implements MediaPort permits RtpPort, SimulatedMediaPort {
  private @Nullable PairablePort peer;
  private boolean closed;

  /** From now on {@code other} is the peer. */
  abstract void paired(PairablePort other);

  /** There is no peer any more. */
  abstract void parted();

  /** The port is given back; the last that is asked of it. */
  abstract void released();

  final @Nullable PairablePort paired() {
    return peer;
  }

  final boolean isClosed() {
    return closed;
  }

  @Override
  public final void join(MediaPort other) {
    var port = (PairablePort) other;
    if (closed || port.closed || port == this || port == peer) {
      return;
    }
    unjoin();
    port.unjoin();
    pair(port);
    port.pair(this);
  }

  private void pair(PairablePort other) {
    peer = other;
    paired(other);
  }

  @Override
  public final void unjoin() {
    if (peer != null) {
      peer.part();
      part();
    }
  }

  private void part() {
    peer = null;
    parted();
  }

  @Override
  public final void close() {
    if (!closed) {
      unjoin();
      closed = true;
      released();
    }
  }
}
