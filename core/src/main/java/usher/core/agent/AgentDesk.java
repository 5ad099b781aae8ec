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
import usher.core.name.Servers;
import usher.routing.Router;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.plan.RoutingPlan;
import usher.sip.message.TokenSource;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Transactions;

/**
 * Who may be rung where. Turns what happens to an agent's phone into routing commands:
 *
 * <pre>
 *   fixed contact                 log in, as soon as it is known where its name leads
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
  private RoutingPlan plan;
  private final Transactions transactions;
  private final Timers timers;
  private final TokenSource tokens;
  private final Runnable settle;
  private final String domain;
  private final FixedContacts fixed;
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
      Servers servers,
      Runnable settle) {
    this.router = router;
    this.plan = plan;
    this.transactions = transactions;
    this.timers = timers;
    this.tokens = tokens;
    this.settle = settle;
    this.domain = config.sip().domain();
    this.graceNs = config.sip().registrationGrace().toNanos();
    this.fixed = new FixedContacts(servers);
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      AgentConfig known = config.agent(plan.agent(agent).name());
      fixed.set(agent, known);
      registered.add(List.of());
      srtp.set(agent, known.srtp());
    }
  }

  /** Logs in those who have a fixed contact. */
  public void start() {
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      if (!fixed.targets(agent).isEmpty()) {
        arrive(agent);
      }
    }
  }

  /** Names may lead elsewhere now: who has a fixed contact there comes to work, or moves. */
  public void refresh() {
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      if (fixed.refresh(agent)) {
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
      if (agent == registered.size()) {
        registered.add(List.of());
      }
      AgentConfig known =
          plan.isAgentRetired(agent) ? null : config.agents().get(plan.agent(agent).name());
      adopt(agent, known);
    }
  }

  private void adopt(int agent, @Nullable AgentConfig known) {
    List<Target> before = fixed.set(agent, known);
    List<Target> now = fixed.targets(agent);
    srtp.set(agent, known != null && known.srtp());
    if (known == null) {
      endGrace(agent);
      registered.set(agent, List.of());
    } else if (!now.isEmpty() && !now.equals(before)) {
      arrive(agent);
    } else if (now.isEmpty() && !before.isEmpty()) {
      leave(agent, !fixed.has(agent));
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
    List<Target> targets = fixed.has(agent) ? fixed.targets(agent) : registered.get(agent);
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
    if (agent < 0 || plan.isAgentRetired(agent) || fixed.has(agent)) {
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
