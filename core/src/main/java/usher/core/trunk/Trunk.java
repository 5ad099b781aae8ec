package usher.core.trunk;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import usher.core.config.TrunkConfig;
import usher.core.config.TrunkTarget;
import usher.core.name.Servers;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.Proof;
import usher.sip.transport.Flow;

/** One trunk: its servers, and what runs over it. */
final class Trunk {
  private final TrunkConfig config;
  private final TrunkSurroundings around;
  private final Servers servers;
  private final Map<Flow, Gateway> gateways = new LinkedHashMap<>();
  private final @Nullable OwnRegistration registration;
  private final LiveCalls in = new LiveCalls();
  private final LiveCalls out = new LiveCalls();
  private final CallRate rateIn;
  private final CallRate rateOut;
  private boolean registering;
  private long refusedIn;
  private long refusedOut;
  private long failedOver;

  Trunk(TrunkConfig config, TrunkSurroundings around) {
    this.config = config;
    this.around = around;
    this.servers = around.servers();
    this.rateIn = new CallRate(config.callsPerSecond());
    this.rateOut = new CallRate(config.callsPerSecond());
    this.registration =
        config.register() == null
            ? null
            : new OwnRegistration(config.name(), config.register(), around, this::inOrder);
  }

  /** Begins to probe and to register. */
  void start() {
    config.targets().forEach(target -> servers.want(target.toString()));
    refresh();
  }

  /** The names of its targets may lead elsewhere now. */
  void refresh() {
    Set<Flow> now = new HashSet<>();
    for (TrunkTarget target : config.targets()) {
      for (Flow flow : servers.of(target.toString())) {
        now.add(flow);
        gateways.computeIfAbsent(flow, _ -> begun(target, flow));
      }
    }
    gateways.values().stream().filter(old -> !now.contains(old.flow())).forEach(Gateway::leave);
    gateways.keySet().retainAll(now);
    if (registration != null && !gateways.isEmpty() && !registering) {
      registering = true;
      registration.start();
    }
  }

  private Gateway begun(TrunkTarget target, Flow flow) {
    boolean probed = !config.probe().isZero();
    Gateway gateway = new Gateway(config.name(), target, flow, around, probed);
    if (probed) {
      gateway.probeEvery(config.probe().toNanos());
    }
    return gateway;
  }

  /** Wants no more calls from it. */
  void drain() {
    if (registration != null) {
      registration.stop();
    }
  }

  TrunkConfig config() {
    return config;
  }

  @Nullable OwnRegistration registration() {
    return registration;
  }

  /** Its servers, the one to try first first: the dead ones may have come back. */
  List<Gateway> inOrder() {
    List<Gateway> all =
        config.targets().stream()
            .flatMap(target -> servers.of(target.toString()).stream())
            .distinct()
            .map(gateways::get)
            .filter(Objects::nonNull)
            .toList();
    return Stream.concat(
            all.stream().filter(gateway -> !gateway.isDead()), all.stream().filter(Gateway::isDead))
        .toList();
  }

  /** Takes a call to us, or finds it one too many. */
  boolean takesIn(Dialog leg) {
    boolean takes = hasRoom() && rateIn.takes(around.timers().nowNs());
    if (takes) {
      in.add(leg);
      if (registration != null) {
        provesBy(leg, registration.client());
      }
    } else {
      refusedIn++;
    }
    return takes;
  }

  /** Whether a call of ours may begin now; counted only by its rate. */
  boolean takesOut() {
    boolean takes = hasRoom() && rateOut.takes(around.timers().nowNs());
    refusedOut += takes ? 0 : 1;
    return takes;
  }

  private boolean hasRoom() {
    return in.atMost() + out.atMost() < config.calls() || in.count() + out.count() < config.calls();
  }

  /** A call of ours over it, which proves who we are so where we were asked. */
  void dialled(Dialog leg, @Nullable Proof proof) {
    out.add(leg);
    if (proof != null) {
      provesBy(leg, proof);
    }
  }

  /** Its Contacts may lead to somebody else's phone, who gets no proof. */
  private void provesBy(Dialog leg, Proof proof) {
    leg.provesBy(proof, this::isAt);
  }

  private boolean isAt(Flow flow) {
    InetAddress there = flow.remote().getAddress();
    return config.includes(there)
        || config.name().equals(around.peers().apply(flow))
        || gateways.keySet().stream().anyMatch(each -> each.remote().getAddress().equals(there));
  }

  void failedOver() {
    failedOver++;
  }

  TrunkFigures figures() {
    return new TrunkFigures(
        config.name(),
        in.count(),
        out.count(),
        refusedIn,
        refusedOut,
        failedOver,
        gateways.size(),
        (int) gateways.values().stream().filter(Gateway::isDead).count(),
        registration == null || registration.isRegistered());
  }
}
