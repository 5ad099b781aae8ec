package usher.sip.media;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who is in a mixer: the call loop's side of one, the same for real ports and simulated ones. */
class MixerRoom implements AudioMixer {
  private final Set<PairablePort> members = new LinkedHashSet<>();
  private boolean closed;

  @Override
  public final boolean add(MediaPort port) {
    var member = (PairablePort) port;
    if (members.contains(member)) {
      return true;
    }
    if (closed || member.isClosed() || members.size() == MOST_PARTIES) {
      return false;
    }
    member.enter(this);
    members.add(member);
    return true;
  }

  final boolean has(PairablePort port) {
    return members.contains(port);
  }

  final void left(PairablePort member) {
    members.remove(member);
  }

  @Override
  public final void close() {
    closed = true;
    List.copyOf(members).forEach(PairablePort::unjoin);
  }
}
