package usher.core.trunk;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.config.TrunkConfig;
import usher.core.config.TrunkTarget;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.NextHop;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.Uris;
import usher.sip.transport.Flow;

/** One trunk: its servers, and what runs over it. */
final class Trunk {
  private static final Logger LOG = LoggerFactory.getLogger(Trunk.class);

  private final TrunkConfig config;
  private final TrunkSurroundings around;
  private final List<Gateway> gateways = new ArrayList<>();
  private final @Nullable OwnRegistration registration;
  private final LiveCalls in = new LiveCalls();
  private final LiveCalls out = new LiveCalls();
  private final CallRate rateIn;
  private final CallRate rateOut;
  private long refusedIn;
  private long refusedOut;
  private long failedOver;

  Trunk(TrunkConfig config, TrunkSurroundings around) {
    this.config = config;
    this.around = around;
    this.rateIn = new CallRate(config.callsPerSecond());
    this.rateOut = new CallRate(config.callsPerSecond());
    config.targets().forEach(this::add);
    this.registration =
        config.register() == null
            ? null
            : new OwnRegistration(config.name(), config.register(), around, this::inOrder);
  }

  private void add(TrunkTarget target) {
    Flow flow = flowTo(target);
    if (flow == null) {
      LOG.warn("trunk {}: no listener leads to {}", config.name(), target);
    } else {
      gateways.add(new Gateway(config.name(), target, flow, around, !config.probe().isZero()));
    }
  }

  private @Nullable Flow flowTo(TrunkTarget target) {
    try {
      return Uris.parse(target.toString()) instanceof SipURI uri
          ? NextHop.of(uri, around.locals())
          : null;
    } catch (MalformedMessageException e) {
      return null;
    }
  }

  /** Begins to probe and to register. */
  void start() {
    if (!config.probe().isZero()) {
      gateways.forEach(gateway -> gateway.probeEvery(config.probe().toNanos()));
    }
    if (registration != null) {
      registration.start();
    }
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
    return Stream.concat(
            gateways.stream().filter(gateway -> !gateway.isDead()),
            gateways.stream().filter(Gateway::isDead))
        .toList();
  }

  /** Takes a call to us, or finds it one too many. */
  boolean takesIn(Dialog leg) {
    boolean takes = hasRoom() && rateIn.takes(around.timers().nowNs());
    if (takes) {
      in.add(leg);
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

  void dialled(Dialog leg) {
    out.add(leg);
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
        (int) gateways.stream().filter(Gateway::isDead).count(),
        registration == null || registration.isRegistered());
  }
}
