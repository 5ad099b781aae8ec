package usher.sip.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A media plane without sockets, threads or time, for simulations: the same calls always get the
 * same ports, and all that is asked of a port can be read from it. Belongs to one thread; nothing
 * happens on a port by itself, the simulation makes it happen.
 */
public final class SimulatedMediaPlane implements MediaPlane {
  private final InetAddress address;
  private final Deque<Integer> free = new ArrayDeque<>();
  private final Map<Integer, SimulatedMediaPort> open = new LinkedHashMap<>();
  private long opened;
  private long exhausted;

  /**
   * A plane with all its ports free.
   *
   * @param address that the ports are said to have
   * @param firstPort even
   * @param pairs how many ports can be open at once
   */
  public SimulatedMediaPlane(InetAddress address, int firstPort, int pairs) {
    this.address = address;
    for (int i = 0; i < pairs; i++) {
      free.add(firstPort + 2 * i);
    }
  }

  @Override
  public @Nullable MediaPort open(MediaListener listener, @Nullable MediaPort near) {
    var port = free.poll();
    if (port == null) {
      exhausted++;
      return null;
    }
    opened++;
    var made = new SimulatedMediaPort(this, new InetSocketAddress(address, port), listener);
    open.put(port, made);
    return made;
  }

  @Override
  public AudioMixer mixer(MediaPort near) {
    return new MixerRoom();
  }

  void closed(SimulatedMediaPort port) {
    open.remove(port.rtpAddress().getPort());
    free.add(port.rtpAddress().getPort());
  }

  /** The ports that are open, in the order of opening. */
  public List<SimulatedMediaPort> openPorts() {
    return Collections.unmodifiableList(new ArrayList<>(open.values()));
  }

  /** The open port with this RTP address. */
  public Optional<SimulatedMediaPort> portAt(InetSocketAddress rtpAddress) {
    return Optional.ofNullable(open.get(rtpAddress.getPort()))
        .filter(port -> port.rtpAddress().equals(rtpAddress));
  }

  @Override
  public PoolStatistics statistics() {
    return new PoolStatistics(free.size(), open.size(), opened, exhausted, 0);
  }

  @Override
  public void close() {
    openPorts().forEach(SimulatedMediaPort::close);
  }
}
