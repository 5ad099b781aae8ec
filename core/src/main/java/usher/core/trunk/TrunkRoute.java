package usher.core.trunk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.core.agent.Target;
import usher.core.call.CallerIdentity;
import usher.core.call.OutsideRoute;
import usher.core.config.TrunkTarget;
import usher.sip.dialog.Dialog;
import usher.sip.digest.DigestClient;
import usher.sip.message.SipResponse;
import usher.sip.message.Status;

/**
 * The ways of one call over the trunks: every server of the first trunk, then those of the next. A
 * trunk at its limits is passed over. RFC 3263 4.3: the next one is tried after silence, 503 and
 * where nothing could be delivered; whatever else a server says is the network's last word.
 */
final class TrunkRoute implements OutsideRoute {
  private static final List<Integer> CHALLENGES = List.of(401, 407);

  private final String number;
  private final CallerIdentity caller;
  private final Deque<Trunk> trunks;
  private final Deque<Gateway> gateways = new ArrayDeque<>();
  private @Nullable Trunk trunk;
  private @Nullable Gateway gateway;
  private @Nullable DigestClient proof;
  private boolean proved;

  /**
   * Before the first way.
   *
   * @param number who is called, as it stands in a URI
   */
  TrunkRoute(String number, CallerIdentity caller, List<Trunk> trunks) {
    this.number = number;
    this.caller = caller;
    this.trunks = new ArrayDeque<>(trunks);
  }

  @Override
  public @Nullable Way next() {
    while (gateways.isEmpty()) {
      Trunk next = trunks.poll();
      if (next == null) {
        return null;
      }
      enter(next);
    }
    gateway = gateways.remove();
    proof = trunk == null || trunk.registration() == null ? null : trunk.registration().client();
    proved = false;
    return way();
  }

  private void enter(Trunk next) {
    List<Gateway> servers = next.inOrder();
    if (!servers.isEmpty() && next.takesOut()) {
      trunk = next;
      gateways.addAll(servers);
    }
  }

  @Override
  public @Nullable Way after(int status, @Nullable SipResponse response) {
    if (response != null && CHALLENGES.contains(status)) {
      return proving(response);
    }
    if (!Status.isUnserved(status)) {
      return null;
    }
    if (trunk != null && gateway != null) {
      trunk.failedOver();
      if (response == null) {
        gateway.silent();
      }
    }
    return next();
  }

  /** The same server once more, with credentials. */
  private @Nullable Way proving(SipResponse challenge) {
    if (proof == null || !proof.challenged(challenge, proved) || gateway == null) {
      return null;
    }
    proved = true;
    return way();
  }

  private Way way() {
    if (trunk == null || gateway == null) {
      throw new IllegalStateException("no way has been chosen");
    }
    CallerShown shown = CallerShown.to(trunk.config(), caller);
    return new Way(
        new Target(uri(gateway.target()), gateway.flow()),
        shown.from(),
        shown.headers(),
        proved ? proof : null);
  }

  private String uri(TrunkTarget target) {
    return "sip:" + number + "@" + target.hostAndPort() + ";user=phone";
  }

  @Override
  public void dialled(Dialog dialog) {
    if (trunk != null) {
      trunk.dialled(dialog, proof);
    }
  }
}
