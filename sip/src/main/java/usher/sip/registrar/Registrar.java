package usher.sip.registrar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.Refusal;
import usher.sip.message.SipRequest;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.registrar.Authentication.Authenticated;
import usher.sip.registrar.Authentication.Unproved;
import usher.sip.transaction.Timers;
import usher.sip.transport.Flow;

/**
 * Answers REGISTER (RFC 3261 10.3) and knows where users are. Pure, one thread.
 *
 * <p>A user may have several bindings, one for each phone. A REGISTER changes all that it names or
 * none. Who may change what is simple: an authenticated user his own.
 */
public final class Registrar {
  /** Shorter registrations are refused with 423: they are keep-alives and cost as much as calls. */
  public static final long MIN_EXPIRES_S = 60;

  /** Longer ones are cut to this, so that who vanished is missed within the hour. */
  public static final long MAX_EXPIRES_S = 3600;

  private static final String SUPPORTED = "path, " + Outbound.OPTION;

  /**
   * 10.3 step 7: where the CSeq is not higher, "the update MUST be aborted and the request fails".
   */
  private static final Refusal OUT_OF_ORDER = Refusal.of(500, "Registration out of order");

  private final Set<String> domains;
  private final DigestAuth auth;
  private final Timers timers;
  private final TokenSource tokens;
  private final Bindings bindings;

  /**
   * A registrar without bindings.
   *
   * @param domains the hosts that addresses-of-record may have
   * @param onExpired hears of bindings whose time has run out
   */
  public Registrar(
      Set<String> domains,
      DigestAuth auth,
      Timers timers,
      TokenSource tokens,
      Consumer<? super BindingChange.Expired> onExpired) {
    this.domains =
        domains.stream().map(d -> d.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    this.auth = auth;
    this.timers = timers;
    this.tokens = tokens;
    this.bindings = new Bindings(timers, onExpired);
  }

  /** Where this user can be reached: highest priority first, then the newest. */
  public List<Binding> bindings(String user) {
    return bindings.of(user);
  }

  /**
   * A stream connection has ended. What was registered over it from an address that we can connect
   * to keeps its binding; the rest is lost.
   */
  public List<BindingChange> connectionClosed(Flow flow) {
    return bindings.connectionClosed(flow);
  }

  /** Whether somebody who proved who he is registered over this flow, and still is. */
  public boolean isReachedOver(Flow flow) {
    return bindings.cameOver(flow);
  }

  /** Answers a REGISTER that came over this flow. */
  public Registration register(SipRequest request, Flow flow) {
    return switch (auth.check(request, flow.remote().getAddress(), timers.nowNs())) {
      case Unproved unproved -> challenge(request, unproved);
      case Authenticated(String user) -> authenticated(user, request, flow);
    };
  }

  /** Who is barred learns nothing but that; a new challenge would be an invitation. */
  private Registration challenge(SipRequest request, Unproved unproved) {
    int status = unproved.why() == Authentication.Why.BARRED ? 403 : 401;
    SipWriter response = SipWriter.response(status, request, tokens.token());
    unproved.challenges().forEach(c -> response.header(Header.WWW_AUTHENTICATE, c));
    return new Registration(response.toResponse(), List.of(), unproved);
  }

  private Registration authenticated(String user, SipRequest request, Flow flow) {
    try {
      Refusal refusal = checkUser(user, AddressOfRecord.user(request, domains));
      return refusal == null ? update(user, request, flow) : refused(request, refusal);
    } catch (MalformedMessageException e) {
      return refused(request, Refusal.of(e));
    }
  }

  /** 10.3 steps 4 and 5. */
  private static @Nullable Refusal checkUser(String user, @Nullable String aor) {
    if (aor == null) {
      return Refusal.of(404);
    }
    return aor.equals(user) ? null : Refusal.of(403);
  }

  private Registration refused(SipRequest request, Refusal refusal) {
    return new Registration(refusal.response(request, tokens.token()), List.of(), null);
  }

  private Registration update(String user, SipRequest request, Flow flow)
      throws MalformedMessageException {
    Origin origin = Origin.of(request, flow);
    if (WantedBinding.isForAll(request)) {
      return removeAll(user, request, origin);
    }
    List<WantedBinding> wanted = WantedBinding.of(request);
    Refusal refusal = Outbound.check(request, wanted);
    refusal = refusal == null ? checkWanted(user, wanted, origin) : refusal;
    if (refusal != null) {
      return refused(request, refusal);
    }
    List<BindingChange> changes = new ArrayList<>();
    for (WantedBinding each : wanted) {
      changes.addAll(bindings.put(user, each, origin));
    }
    return done(user, request, origin, changes);
  }

  /** 10.3 step 6: "*" with anything but Expires 0 is "invalid"; other contacts beside it too. */
  private Registration removeAll(String user, SipRequest request, Origin origin) {
    if (!"0".equals(request.header(Header.EXPIRES))) {
      return refused(request, Refusal.of(400, "Contact * without Expires 0"));
    }
    return bindings.mayRemoveAll(user, origin)
        ? done(user, request, origin, bindings.removeAll(user))
        : refused(request, OUT_OF_ORDER);
  }

  private @Nullable Refusal checkWanted(String user, List<WantedBinding> wanted, Origin origin) {
    if (wanted.stream().anyMatch(each -> isTooBrief(each.expiresS()))) {
      return Refusal.of(423, Header.MIN_EXPIRES, Long.toString(MIN_EXPIRES_S));
    }
    if (!wanted.stream().allMatch(each -> bindings.mayPut(user, each, origin))) {
      return OUT_OF_ORDER;
    }
    if (wanted.size() > Bindings.MAX_PER_USER) {
      return Refusal.of(403, "Too many contacts");
    }
    return bindings.isFull() && !wanted.isEmpty() ? Refusal.of(503) : null;
  }

  private static boolean isTooBrief(long expiresS) {
    return expiresS > 0 && expiresS < MIN_EXPIRES_S;
  }

  /**
   * 10.3 step 8: "The response MUST contain Contact header field values enumerating all current".
   */
  private Registration done(
      String user, SipRequest request, Origin origin, List<BindingChange> changes) {
    SipWriter response =
        SipWriter.response(200, request, tokens.token())
            .copy(Header.PATH, request) // RFC 3327 5.3
            .header(Header.SUPPORTED, SUPPORTED);
    if (origin.outbound()) {
      // RFC 5626 6: so the phone knows that it is reached over this flow and has to keep it
      response.header(Header.REQUIRE, Outbound.OPTION);
      Outbound.flowTimer(origin).ifPresent(s -> response.header(Header.FLOW_TIMER, "" + s));
    }
    for (Binding binding : bindings.of(user)) {
      response.header(Header.CONTACT, contact(binding));
    }
    return new Registration(response.toResponse(), changes, null);
  }

  private String contact(Binding binding) {
    long leftS =
        TimeUnit.NANOSECONDS.toSeconds(binding.expiresAtNs() - timers.nowNs() + 999_999_999);
    String q = binding.priority() == 1000 ? "" : ";q=0.%03d".formatted(binding.priority());
    return "<%s>%s;expires=%d".formatted(binding.contactUri(), q, leftS);
  }
}
