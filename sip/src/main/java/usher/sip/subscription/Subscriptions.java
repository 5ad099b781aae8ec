package usher.sip.subscription;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.DialogId;
import usher.sip.dialog.Dialogs;
import usher.sip.dialog.Peer;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.OptionTags;
import usher.sip.message.Refusal;
import usher.sip.message.SipRequest;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.registrar.Authentication;
import usher.sip.registrar.Authentication.Authenticated;
import usher.sip.registrar.Authentication.Unproved;
import usher.sip.registrar.DigestAuth;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Timers.Timer;
import usher.sip.transaction.Transactions;
import usher.sip.transport.Flow;

/**
 * Answers SUBSCRIBE and tells subscribers what changes (RFC 6665). Every SUBSCRIBE, those inside
 * its dialog too, needs the credentials of an account; who has them may watch everything, and only
 * who began a subscription may extend or end it. One thread.
 */
public final class Subscriptions {
  /** Lamps of one account, by themselves or in lists: all keys of a phone with modules, twice. */
  public static final int MAX_PER_ACCOUNT = 250;

  /** Lamps of all accounts; at some 2 kB each they take 100 MB. */
  public static final int MAX = 50_000;

  /** Shorter subscriptions are refused with 423, as registrations are. */
  public static final long MIN_EXPIRES_S = 60;

  /**
   * Longer ones are cut to this: who did not hear that the server was gone has a dark lamp for no
   * longer.
   */
  public static final long MAX_EXPIRES_S = 900;

  /** When subscribers shall come back after the server stopped. */
  static final int STOPPED_S = 30;

  private static final Refusal UNKNOWN = Refusal.of(481, "Subscription does not exist");

  private final Dialogs dialogs;
  private final Transactions transactions;
  private final Timers timers;
  private final TokenSource tokens;
  private final String domain;
  private final DigestAuth auth;
  private final LampSource lamps;
  private final Limits limits;
  private boolean stopped;
  private int watched;

  private final Map<DialogId, Subscription> byDialog = new HashMap<>();
  private final Map<String, Set<Subscription>> byResource = new HashMap<>();
  private final Map<String, Integer> byAccount = new HashMap<>();

  /** How many lamps there may be. */
  record Limits(int perAccount, int all) {}

  /**
   * What it works with.
   *
   * @param domain of the URIs that documents name
   */
  public record Surroundings(
      Dialogs dialogs,
      Transactions transactions,
      Timers timers,
      TokenSource tokens,
      String domain,
      DigestAuth auth) {}

  /** Nobody has subscribed yet. */
  public Subscriptions(Surroundings around, LampSource lamps) {
    this(around, lamps, new Limits(MAX_PER_ACCOUNT, MAX));
  }

  Subscriptions(Surroundings around, LampSource lamps, Limits limits) {
    this.dialogs = around.dialogs();
    this.transactions = around.transactions();
    this.timers = around.timers();
    this.tokens = around.tokens();
    this.domain = around.domain();
    this.auth = around.auth();
    this.lamps = lamps;
    this.limits = limits;
  }

  /** How many there are, those included whose last NOTIFY is under way. */
  public int size() {
    return byDialog.size();
  }

  /** What this resource does may have changed; those who watch it are told where it has. */
  public void changed(String resource) {
    List.copyOf(byResource.getOrDefault(resource, Set.of())).forEach(Subscription::look);
  }

  /** Everything may have changed, and what was watched may be gone. */
  public void allChanged() {
    List.copyOf(byResource.keySet()).forEach(this::changed);
  }

  /** Ends all subscriptions and takes no new one: the server stops. */
  public void stop() {
    stopped = true;
    List.copyOf(byDialog.values()).forEach(each -> each.end(Ending.STOPPING));
  }

  /** Answers a SUBSCRIBE; a NOTIFY follows where it is accepted. */
  public void received(ServerTransaction transaction) {
    SipRequest request = transaction.request();
    EventPackage events = EventPackage.of(request);
    if (events == null) {
      refuse(transaction, Refusal.of(489, Header.ALLOW_EVENTS, EventPackage.ALLOW_EVENTS));
      return;
    }
    Flow flow = transaction.flow();
    switch (auth.check(request, flow.remote().getAddress(), timers.nowNs())) {
      case Unproved unproved -> challenge(transaction, unproved);
      case Authenticated(String account) -> proved(transaction, account, events);
    }
  }

  private void challenge(ServerTransaction transaction, Unproved unproved) {
    int status = unproved.why() == Authentication.Why.BARRED ? 403 : 401;
    SipWriter response = SipWriter.response(status, transaction.request(), tokens.token());
    unproved.challenges().forEach(c -> response.header(Header.WWW_AUTHENTICATE, c));
    transaction.respond(response.toResponse());
  }

  private void refuse(ServerTransaction transaction, Refusal refusal) {
    transaction.respond(refusal.response(transaction.request(), tokens.token()));
  }

  private void proved(ServerTransaction transaction, String account, EventPackage events) {
    long expiresS = expiresS(transaction.request());
    if (expiresS > 0 && expiresS < MIN_EXPIRES_S) {
      String least = Long.toString(MIN_EXPIRES_S);
      refuse(transaction, Refusal.of(423, Header.MIN_EXPIRES, least));
    } else if (transaction.request().toTag() == null) {
      begin(transaction, account, events, expiresS);
    } else {
      extend(transaction, account, events, expiresS);
    }
  }

  private static long expiresS(SipRequest request) {
    String wanted = request.header(Header.EXPIRES);
    long seconds = wanted == null ? MAX_EXPIRES_S : Seconds.of(wanted, MAX_EXPIRES_S);
    return Math.min(seconds, MAX_EXPIRES_S);
  }

  // ---- inside a subscription's dialog

  private void extend(
      ServerTransaction transaction, String account, EventPackage events, long expiresS) {
    Subscription subscription = find(transaction.request());
    if (subscription == null || !isOf(subscription, account, events)) {
      refuse(transaction, UNKNOWN);
    } else if (!subscription.peer().isInOrder(transaction.request())) {
      refuse(transaction, Refusal.of(500, "Subscription out of order"));
    } else {
      subscription.peer().refresh(transaction);
      accept(transaction, subscription, expiresS);
    }
  }

  private @Nullable Subscription find(SipRequest request) {
    DialogId id = new DialogId(request.callId(), String.valueOf(request.toTag()));
    Subscription subscription = byDialog.get(id);
    return subscription != null && subscription.peer().sent(request) ? subscription : null;
  }

  /** One that is ending can be begun anew, but not be held. */
  private static boolean isOf(Subscription each, String account, EventPackage events) {
    return each.account().equals(account) && each.events() == events && !each.isEnding();
  }

  // ---- a new one

  private void begin(
      ServerTransaction transaction, String account, EventPackage events, long expiresS) {
    SipRequest request = transaction.request();
    String resource = resource(request);
    Refusal refusal = check(request, account, events, resource);
    if (refusal != null) {
      refuse(transaction, refusal);
      return;
    }
    try {
      Peer peer = Peer.ofCaller(dialogs, transaction, tokens.token());
      String event = String.valueOf(request.header(Header.EVENT));
      var subject = new Subscription.Subject(view(resource, events), events, event);
      Subscription subscription = new Subscription(this, peer, account, subject);
      add(subscription);
      accept(transaction, subscription, expiresS);
    } catch (MalformedMessageException e) {
      refuse(transaction, Refusal.of(e));
    }
  }

  /** A name that is a list and something else is the other. */
  private View view(String resource, EventPackage events) {
    List<String> members = membersOf(resource);
    return members == null
        ? one(resource, events)
        : new LampList(
            lamps,
            resource,
            uri(resource),
            domain,
            tokens.token(),
            members.stream().map(each -> one(each, events)).toList());
  }

  private @Nullable List<String> membersOf(String resource) {
    return lamps.lamp(resource) == null ? lamps.members(resource) : null;
  }

  private OneLamp one(String resource, EventPackage events) {
    return new OneLamp(lamps, events, resource, uri(resource));
  }

  private @Nullable Refusal check(
      SipRequest request, String account, EventPackage events, String resource) {
    List<String> members = membersOf(resource);
    if (lamps.lamp(resource) == null && members == null) {
      return Refusal.of(404);
    }
    // 421 is for this (RFC 3261 21.4.15): a list is told of in no other way
    if (members != null && !knowsLists(request)) {
      return Refusal.of(421, Header.REQUIRE, LampList.OPTION);
    }
    if (!events.isAcceptedBy(request)) {
      return Refusal.of(406);
    }
    int more = members == null ? 1 : members.size();
    if (stopped || watched + more > limits.all()) {
      return Refusal.of(503, Header.RETRY_AFTER, Integer.toString(STOPPED_S));
    }
    return byAccount.getOrDefault(account, 0) + more > limits.perAccount()
        ? Refusal.of(403, "Too many subscriptions")
        : null;
  }

  private static boolean knowsLists(SipRequest request) {
    return OptionTags.has(request, Header.SUPPORTED, LampList.OPTION)
        || OptionTags.has(request, Header.REQUIRE, LampList.OPTION);
  }

  /** The user part of the Request-URI, empty where there is none. */
  private static String resource(SipRequest request) {
    try {
      boolean named = request.uri() instanceof SipURI uri && uri.getUser() != null;
      return named ? ((SipURI) request.uri()).getUser() : "";
    } catch (MalformedMessageException e) {
      return "";
    }
  }

  /** 200 first, for the NOTIFY that follows is in a dialog that only it makes known. */
  private void accept(ServerTransaction transaction, Subscription subscription, long expiresS) {
    SipWriter response =
        SipWriter.response(200, transaction.request(), subscription.peer().id().localTag())
            .copy(Header.RECORD_ROUTE, transaction.request())
            .header(Header.CONTACT, contact(transaction.flow()))
            .header(Header.EXPIRES, Long.toString(expiresS))
            .header(Header.ALLOW_EVENTS, EventPackage.ALLOW_EVENTS)
            .header(Header.SERVER, product());
    if (subscription.view() instanceof LampList) {
      response.header(Header.REQUIRE, LampList.OPTION);
    }
    transaction.respond(response.toResponse());
    subscription.extend(expiresS);
  }

  private void add(Subscription subscription) {
    byDialog.put(subscription.peer().id(), subscription);
    List<String> resources = subscription.view().resources();
    resources.forEach(
        each -> byResource.computeIfAbsent(each, _ -> new LinkedHashSet<>()).add(subscription));
    byAccount.merge(subscription.account(), resources.size(), Integer::sum);
    watched += resources.size();
  }

  void forget(Subscription subscription) {
    byDialog.remove(subscription.peer().id());
    List<String> resources = subscription.view().resources();
    watched -= resources.size();
    byAccount.computeIfPresent(
        subscription.account(),
        (_, count) -> count == resources.size() ? null : count - resources.size());
    resources.forEach(each -> forget(subscription, each));
  }

  private void forget(Subscription subscription, String resource) {
    byResource.computeIfPresent(
        resource,
        (_, watchers) -> watchers.remove(subscription) && watchers.isEmpty() ? null : watchers);
  }

  // ---- for the subscriptions

  private String uri(String resource) {
    return "sip:" + resource + "@" + domain;
  }

  String contact(Flow flow) {
    return dialogs.contact(flow);
  }

  String product() {
    return dialogs.product();
  }

  Transactions transactions() {
    return transactions;
  }

  long nowNs() {
    return timers.nowNs();
  }

  Timer schedule(long delayNs, Runnable action) {
    return timers.schedule(delayNs, action);
  }
}
