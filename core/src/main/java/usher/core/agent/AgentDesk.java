package usher.core.agent;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.config.AgentConfig;
import usher.core.config.UsherConfig;
import usher.routing.Router;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.plan.RoutingPlan;
import usher.sip.dialog.LocalAddresses;
import usher.sip.message.TokenSource;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Transactions;

/**
 * Who may be rung where. Turns what happens to an agent's phone into routing commands:
 *
 * <pre>
 *   first contact registered      log in (READY or NOT_READY, as configured), reachable
 *   contact refreshed             reachable: a phone that was not to be reached shows that it is back
 *   last contact unregistered     log out
 *   last contact expired          unreachable, after the grace that the configuration gives
 *   last connection lost          unreachable
 *   an offer found nobody there   the router says UNREACHABLE: ask by OPTIONS every 10 s until somebody answers
 * </pre>
 */
public final class AgentDesk implements AgentLocator {
  private static final Logger LOG = LoggerFactory.getLogger(AgentDesk.class);
  private static final long PROBE_NS = TimeUnit.SECONDS.toNanos(10);

  private final Router router;
  private final LocalAddresses locals;
  private RoutingPlan plan;
  private final Transactions transactions;
  private final Timers timers;
  private final TokenSource tokens;
  private final Runnable settle;
  private final String domain;
  private final List<@Nullable Target> fixed = new ArrayList<>();
  private final List<List<Target>> registered = new ArrayList<>();

  /** The agents whose phones are offered SRTP. */
  private final BitSet srtp = new BitSet();

  private final BitSet probing = new BitSet();
  private final long graceNs;

  /** For each agent what ends the grace of an expired registration. */
  private final Map<Integer, Timers.Timer> graces = new TreeMap<>();

  /** Why an agent's contacts are others than before. */
  public enum Cause {
    /** The phone said so. */
    BY_PHONE,
    /** It did not refresh in time. */
    EXPIRED,
    /** The connection over which it was reached ended. */
    CONNECTION_LOST
  }

  /**
   * A desk for the agents of this configuration.
   *
   * @param plan the router's plan, made of the same configuration
   * @param settle to be run after each routing command
   */
  public AgentDesk(
      UsherConfig config,
      RoutingPlan plan,
      Router router,
      Transactions transactions,
      Timers timers,
      TokenSource tokens,
      LocalAddresses locals,
      Runnable settle) {
    this.router = router;
    this.plan = plan;
    this.transactions = transactions;
    this.timers = timers;
    this.tokens = tokens;
    this.settle = settle;
    this.domain = config.sip().domain();
    this.graceNs = config.sip().registrationGrace().toNanos();
    this.locals = locals;
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      AgentConfig known = config.agent(plan.agent(agent).name());
      fixed.add(fixedTarget(known, locals));
      registered.add(List.of());
      srtp.set(agent, known.srtp());
    }
  }

  private static @Nullable Target fixedTarget(AgentConfig agent, LocalAddresses locals) {
    return switch (agent.access()) {
      case AgentConfig.Access.Registers _ -> null;
      case AgentConfig.Access.FixedContact contact -> Target.of(contact.uri(), locals);
    };
  }

  /** Logs in those who have a fixed contact. */
  public void start() {
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      if (fixed.get(agent) != null) {
        arrive(agent);
      }
    }
  }

  /**
   * Follows the router to a later plan. Who has a fixed contact comes to work or moves; who is gone
   * cannot be rung any more. Phones that register go on as they are until they say something.
   *
   * @param config of which the router's plan was made
   */
  public void adopt(UsherConfig config) {
    plan = router.plan();
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      if (agent == fixed.size()) {
        fixed.add(null);
        registered.add(List.of());
      }
      AgentConfig known =
          plan.isAgentRetired(agent) ? null : config.agents().get(plan.agent(agent).name());
      adopt(agent, known);
    }
  }

  private void adopt(int agent, @Nullable AgentConfig known) {
    Target before = fixed.get(agent);
    Target now = known == null ? null : fixedTarget(known, locals);
    fixed.set(agent, now);
    srtp.set(agent, known != null && known.srtp());
    if (known == null) {
      endGrace(agent);
      registered.set(agent, List.of());
    } else if (now != null && !now.equals(before)) {
      arrive(agent);
    } else if (now == null && before != null) {
      leave(agent, true);
    }
  }

  private void arrive(int agent) {
    router.reachable(agent, timers.nowNs());
    if (router.intent(agent) == Intent.LOGGED_OUT) {
      router.login(agent, timers.nowNs());
    }
    settle.run();
  }

  @Override
  public List<Target> targets(int agent) {
    Target known = fixed.get(agent);
    List<Target> targets = known == null ? registered.get(agent) : List.of(known);
    return srtp.get(agent) ? targets.stream().map(Target::protectedAudio).toList() : targets;
  }

  /**
   * The contacts with which this agent is registered have changed, or were refreshed.
   *
   * @param name the user part of the address of record
   * @param targets all that are valid now, best first
   * @param cause why they are what they are
   */
  public void contactsChanged(String name, List<Target> targets, Cause cause) {
    int agent = plan.agentIndex(name);
    if (agent < 0 || plan.isAgentRetired(agent) || fixed.get(agent) != null) {
      return;
    }
    endGrace(agent);
    if (!targets.isEmpty()) {
      registered.set(agent, List.copyOf(targets));
      arrive(agent);
      return;
    }
    switch (cause) {
      case BY_PHONE -> leave(agent, true);
      case EXPIRED -> leaveAfterGrace(agent);
      case CONNECTION_LOST -> leave(agent, false);
    }
  }

  /** A phone that refreshes late is rung where it was last. */
  private void leaveAfterGrace(int agent) {
    if (graceNs == 0) {
      leave(agent, false);
    } else {
      graces.put(agent, timers.schedule(graceNs, () -> leave(agent, false)));
    }
  }

  private void endGrace(int agent) {
    Timers.Timer grace = graces.remove(agent);
    if (grace != null) {
      grace.cancel();
    }
  }

  private void leave(int agent, boolean byPhone) {
    endGrace(agent);
    registered.set(agent, List.of());
    if (byPhone) {
      router.logout(agent, timers.nowNs());
    }
    router.unreachable(agent, timers.nowNs());
    settle.run();
  }

  /** The router says that this agent changed. */
  public void agentChanged(int agent, Work work) {
    if (work == Work.UNREACHABLE && !targets(agent).isEmpty() && !probing.get(agent)) {
      probing.set(agent);
      LOG.info("agent {} cannot be reached", plan.agent(agent).name());
      timers.schedule(PROBE_NS, () -> probe(agent));
    }
  }

  private void probe(int agent) {
    List<Target> targets = targets(agent);
    if (targets.isEmpty() || router.work(agent) != Work.UNREACHABLE) {
      probing.clear(agent);
      return;
    }
    OptionsProbe.send(
        transactions, tokens, domain, targets.getFirst(), there -> probed(agent, there));
  }

  private void probed(int agent, boolean there) {
    if (there) {
      probing.clear(agent);
      LOG.info("agent {} can be reached again", plan.agent(agent).name());
      router.reachable(agent, timers.nowNs());
      settle.run();
    } else {
      timers.schedule(PROBE_NS, () -> probe(agent));
    }
  }

  /** For figures: how many of those logged in do what. */
  public Map<Work, Integer> workCounts() {
    Map<Work, Integer> counts = new EnumMap<>(Work.class);
    for (Work work : Work.values()) {
      counts.put(work, 0);
    }
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      if (router.intent(agent) != Intent.LOGGED_OUT) {
        counts.merge(router.work(agent), 1, Integer::sum);
      }
    }
    return counts;
  }
}
