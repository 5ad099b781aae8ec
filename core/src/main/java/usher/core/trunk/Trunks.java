package usher.core.trunk;

import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.core.agent.Target;
import usher.core.call.CallerIdentity;
import usher.core.call.OutsideLines;
import usher.core.call.OutsideRoute;
import usher.core.config.TrunkConfig;
import usher.sip.dialog.Dialog;
import usher.sip.message.SipRequest;
import usher.sip.transport.Flow;

/** All trunks of the centre. */
public final class Trunks implements OutsideLines {
  private static final String TEL = "tel:";

  private final List<TrunkConfig> config;
  private final List<Trunk> trunks;
  private final TrunkSurroundings around;

  /** Trunks that neither probe nor register before {@link #start()}. */
  public Trunks(List<TrunkConfig> config, TrunkSurroundings around) {
    this.config = List.copyOf(config);
    this.around = around;
    this.trunks = config.stream().map(each -> new Trunk(each, around)).toList();
  }

  /** Begins to probe their servers and to register. */
  public void start() {
    trunks.forEach(Trunk::start);
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
    return IdentityReader.read(invite, flow, config);
  }

  private @Nullable Trunk of(Flow flow) {
    return trunks.stream()
        .filter(trunk -> trunk.config().includes(flow.remote().getAddress()))
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
    Target target = Target.of(uri, around.locals());
    return target == null ? OutsideRoute.none() : OutsideRoute.to(target, caller.shown());
  }
}
