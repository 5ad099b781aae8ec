package usher.core.call;

import java.util.List;
import java.util.stream.Stream;
import usher.core.agent.Target;
import usher.sip.dialog.OutgoingInvite;
import usher.sip.dialog.OutgoingInvite.HeaderLine;

/** What phones that are rung are told about the call. */
final class Invitations {
  private Invitations() {}

  /** For an agent's phone. */
  static OutgoingInvite of(ActiveCall call, Target target, byte[] offer) {
    CallerIdentity caller = call.log().caller();
    return of(
        new OutsideRoute.Way(target, caller.shown(), target.headers()), offer, caller.assertion());
  }

  /** For whoever is reached on this way. */
  static OutgoingInvite of(OutsideRoute.Way way, byte[] offer, List<HeaderLine> headers) {
    String uri = way.target().uri();
    return new OutgoingInvite(
        uri,
        way.target().flow(),
        way.from(),
        "<" + uri + ">",
        offer,
        Stream.concat(way.headers(offer).stream(), headers.stream()).toList());
  }
}
