package usher.core.trunk;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import usher.core.call.CallerIdentity;
import usher.core.call.OutsideLines;
import usher.core.call.OutsideRoute;
import usher.core.config.OutsideNumber;
import usher.core.config.QueueConfig;
import usher.core.config.TrunkConfig;
import usher.core.config.UsherConfig;
import usher.core.name.Servers;
import usher.routing.overflow.Rung;
import usher.routing.overflow.Then;
import usher.sip.dialog.Dialog;
import usher.sip.message.SipRequest;
import usher.sip.transport.Flow;

/** All trunks of the centre. */
public final class Trunks implements OutsideLines {
  private static final String TEL = "tel:";

  private final Function<Flow, @Nullable String> peers;
  private final List<Trunk> trunks;
  private final Servers servers;

  /** Trunks that neither probe nor register before {@link #start()}. */
  public Trunks(List<TrunkConfig> config, TrunkSurroundings around) {
    this.peers = around.peers();
    this.servers = around.servers();
    this.trunks = config.stream().map(each -> new Trunk(each, around)).toList();
  }

  /** Begins to probe their servers and to register. */
  public void start() {
    trunks.forEach(Trunk::start);
  }

  /** Looks up the names of the places outside that this configuration knows. */
  public void follow(UsherConfig rules) {
    for (OutsideNumber number : rules.transfer().outside()) {
      servers.want("sip:" + number.host());
    }
    for (QueueConfig queue : rules.queues().values()) {
      for (Rung rung : queue.routing().rungs()) {
        if (rung.then() instanceof Then.External outside) {
          servers.want(outside.target());
        }
      }
    }
  }

  /** Names may lead elsewhere now. */
  public void refresh() {
    trunks.forEach(Trunk::refresh);
  }

  /** Takes our registrations back: new calls shall go elsewhere. */
  public void drain() {
    trunks.forEach(Trunk::drain);
  }

  /** How they stand, in the order of the configuration. */
  public List<TrunkFigures> figures() {
    return trunks.stream().map(Trunk::figures).toList();
  }

  @Override
  public boolean admits(Dialog incoming) {
    Trunk trunk = of(incoming.flow());
    return trunk == null || trunk.takesIn(incoming);
  }

  @Override
  public CallerIdentity identify(SipRequest invite, Flow flow) {
    Trunk trunk = of(flow);
    return IdentityReader.read(invite, trunk == null ? null : trunk.config());
  }

  /** Whether a trunk is configured to call us from there. */
  public boolean includes(InetAddress address) {
    return trunks.stream().anyMatch(trunk -> trunk.config().includes(address));
  }

  /** A certificate says more than an address. */
  private @Nullable Trunk of(Flow flow) {
    String shown = peers.apply(flow);
    return trunks.stream()
        .filter(trunk ->
            shown == null
                ? trunk.config().includes(flow.remote().getAddress())
                : trunk.config().name().equals(shown))
        .findFirst()
        .orElse(null);
  }

  @Override
  public OutsideRoute route(String place, CallerIdentity caller) {
    return place.startsWith(TEL)
        ? new TrunkRoute(place.substring(TEL.length()).replace("#", "%23"), caller, trunks)
        : direct(place, caller);
  }

  private OutsideRoute direct(String uri, CallerIdentity caller) {
    servers.want(uri);
    return new DirectRoute(uri, caller.shown(), servers.of(uri));
  }
}
