package usher.core.trunk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.core.agent.Target;
import usher.core.call.OutsideRoute;
import usher.sip.dialog.Dialog;
import usher.sip.message.SipResponse;
import usher.sip.message.Status;
import usher.sip.transport.Flow;

/** The ways to a SIP URI of the configuration: all servers of its host, one after the other. */
final class DirectRoute implements OutsideRoute {
  private final Deque<Way> ways = new ArrayDeque<>();

  DirectRoute(String uri, String from, List<Flow> flows) {
    for (Flow flow : flows) {
      ways.add(new Way(new Target(uri, flow), from, List.of()));
    }
  }

  @Override
  public @Nullable Way next() {
    return ways.poll();
  }

  @Override
  public @Nullable Way after(int status, @Nullable SipResponse response) {
    return Status.isUnserved(status) ? ways.poll() : null;
  }

  @Override
  public void dialled(Dialog dialog) {}
}
