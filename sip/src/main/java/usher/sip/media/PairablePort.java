package usher.sip.media;

import org.jspecify.annotations.Nullable;

/**
 * Who is joined with whom, or in which mixer, and that a closed port does nothing: the same rules
 * for real ports and simulated ones. The call loop's side of a port.
 */
abstract sealed class PairablePort implements MediaPort permits RtpPort, SimulatedMediaPort {
  private @Nullable PairablePort peer;
  private @Nullable MixerRoom room;
  private boolean closed;

  /** From now on {@code other} is the peer. */
  abstract void paired(PairablePort other);

  /** From now on its far end hears who else is in this room. */
  abstract void entered(MixerRoom entered);

  /** There is no peer, and no room, any more. */
  abstract void parted();

  /** The port is given back; the last that is asked of it. */
  abstract void released();

  final @Nullable PairablePort paired() {
    return peer;
  }

  final @Nullable MixerRoom room() {
    return room;
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
    if (room != null) {
      room.left(this);
      room = null;
      parted();
    }
  }

  final void enter(MixerRoom next) {
    unjoin();
    room = next;
    entered(next);
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
