package usher.core.call;

import java.util.List;
import javax.sip.address.SipURI;
import javax.sip.header.ReferToHeader;
import org.jspecify.annotations.Nullable;
import usher.core.agent.AgentLocator;
import usher.core.agent.Target;
import usher.routing.Router;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.sip.dialog.Replaces;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipRequest;
import usher.sip.message.SipWriter;
import usher.sip.transport.Flow;

/**
 * Finds out where a REFER leads. Within the centre that is an agent, a queue or what an entry is
 * for, in this order; outside of it only a number that the operator allows, else anybody who gets
 * hold of a phone could call the world at our expense.
 */
final class Destinations {
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 480;
  private static final int BUSY = 486;
  private static final int NOT_IMPLEMENTED = 501;

  private final Entrance entrance;
  private final Router router;
  private final AgentLocator locator;
  private final OutsideLines outside;
  private final CallerIdentity caller;

  /**
   * Finds out for one call.
   *
   * @param caller whose it is
   */
  Destinations(
      Entrance entrance,
      Router router,
      AgentLocator locator,
      OutsideLines outside,
      CallerIdentity caller) {
    this.caller = caller;
    this.entrance = entrance;
    this.router = router;
    this.locator = locator;
    this.outside = outside;
  }

  /**
   * Where this REFER leads.
   *
   * @param flow over which it came
   * @param ticket what the call has got so far
   * @param waitedNs how long it waited so far
   */
  Destination of(SipRequest refer, Flow flow, Ticket ticket, long waitedNs, long epochMs) {
    SipURI uri = target(refer);
    if (uri == null || uri.getUser() == null) {
      return new Destination.Refused(BAD_REQUEST);
    }
    String method = uri.getMethodParam();
    if (method != null && !method.equals("INVITE")) {
      return new Destination.Refused(FORBIDDEN);
    }
    // whatever else the new INVITE is to have
    if (uri.getHeaderNames().hasNext()) {
      return new Destination.Refused(NOT_IMPLEMENTED);
    }
    return isOurs(uri, flow)
        ? inside(uri.getUser(), flow, ticket, waitedNs, epochMs)
        : outside(uri.getUser(), uri.getHost());
  }

  /**
   * Where an agent gets who dials this; null where nothing is special about that.
   *
   * @param flow over which the agent called
   */
  @Nullable Destination dialled(SipURI uri, Flow flow) {
    String user = uri.getUser();
    if (!isOurs(uri, flow)) {
      return outside(user, uri.getHost());
    }
    int agent = router.plan().agentIndex(user);
    if (agent >= 0) {
      return agent(user, agent);
    }
    return outside(user, null) instanceof Destination.Phone allowed ? allowed : null;
  }

  /**
   * The dialog that a call of the other phone is to take the place of, null where none is named.
   */
  static @Nullable Replaces replaces(SipRequest refer) {
    SipURI uri = target(refer);
    String value = uri == null ? null : uri.getHeader(Header.REPLACES.text());
    return value == null ? null : Replaces.ofEscaped(value);
  }

  /** The one target, null where there is none, more than one, or none that is a SIP URI. */
  private static @Nullable SipURI target(SipRequest refer) {
    try {
      List<ReferToHeader> targets = refer.typed(Header.REFER_TO, ReferToHeader.class);
      return targets.size() == 1 && targets.getFirst().getAddress().getURI() instanceof SipURI uri
          ? uri
          : null;
    } catch (MalformedMessageException e) {
      return null;
    }
  }

  /** Phones name the centre by its domain, or by the address at which they found it. */
  private boolean isOurs(SipURI uri, Flow flow) {
    return uri.getHost().equalsIgnoreCase(entrance.domain())
        || uri.getHost().equals(flow.local().getAddress().getHostAddress());
  }

  private Destination inside(String user, Flow flow, Ticket ticket, long waitedNs, long epochMs) {
    int agent = router.plan().agentIndex(user);
    if (agent >= 0) {
      return agent(user, agent);
    }
    CallQueue queue = entrance.queue(user);
    if (queue != null) {
      return new Destination.Line(queue, ticket.again(kept(waitedNs)));
    }
    Destination allowed = outside(user, null);
    return allowed instanceof Destination.Phone
        ? allowed
        : entry(user, flow, ticket, waitedNs, epochMs);
  }

  private long kept(long waitedNs) {
    return entrance.transfers().keepAge() ? waitedNs : 0;
  }

  private Destination agent(String name, int agent) {
    List<Target> targets = locator.targets(agent);
    if (targets.isEmpty() || router.intent(agent) == Intent.LOGGED_OUT) {
      return new Destination.Refused(UNAVAILABLE);
    }
    return router.work(agent) == Work.IDLE
        ? new Destination.Phone(name, OutsideRoute.to(targets.getFirst(), caller.shown()), agent)
        : new Destination.Refused(BUSY);
  }

  private Destination entry(String user, Flow flow, Ticket ticket, long waitedNs, long epochMs) {
    SipRequest invite = asIfDialled(user, ticket.caller(), flow);
    return switch (entrance.admit(invite, flow, caller, epochMs)) {
      case Entrance.Admission.Unknown() ->
          new Destination.Refused(isNumber(user) ? FORBIDDEN : NOT_FOUND);
      case Entrance.Admission.Refused(int status) -> new Destination.Refused(status);
      case Entrance.Admission.Admitted(CallQueue queue, Ticket entered) ->
          new Destination.Line(queue, ticket.through(entered, kept(waitedNs)));
    };
  }

  /** What could be called, if it were allowed. */
  private static boolean isNumber(String user) {
    return user.startsWith("+") || Character.isDigit(user.charAt(0));
  }

  /** Entries look at an INVITE: this is the caller's, as if that number had been dialled. */
  private SipRequest asIfDialled(String user, String caller, Flow flow) {
    String uri = "sip:" + user + "@" + entrance.domain();
    String from = caller.isEmpty() ? "anonymous" : caller;
    return SipWriter.request("INVITE", uri)
        .header(Header.VIA, "SIP/2.0/UDP " + flow.local().getAddress().getHostAddress())
        .header(Header.MAX_FORWARDS, "70")
        .header(Header.FROM, "<sip:" + from + "@" + entrance.domain() + ">;tag=passed")
        .header(Header.TO, "<" + uri + ">")
        .header(Header.CALL_ID, "passed")
        .header(Header.CSEQ, "1 INVITE")
        .toRequest();
  }

  /**
   * A number that may be called.
   *
   * @param host where the REFER wants it called; null to leave that to the configuration
   */
  private Destination outside(String user, @Nullable String host) {
    String uri = entrance.transfers().outside().apply(user);
    if (uri == null || (host != null && !hostOf(uri).equalsIgnoreCase(host))) {
      return new Destination.Refused(FORBIDDEN);
    }
    return new Destination.Phone(uri, outside.route(uri, caller), OutsideLeg.NOBODY);
  }

  private static String hostOf(String uri) {
    return uri.substring(uri.indexOf('@') + 1).replaceFirst(":\\d+$", "");
  }
}
