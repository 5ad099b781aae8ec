package usher.softphone.fleet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import usher.softphone.Account;
import usher.softphone.PhoneHost;
import usher.softphone.RegistrationState;
import usher.softphone.Softphone;
import usher.softphone.chance.Seed;
import usher.softphone.chance.Spread;

/**
 * Agents who register, are called, and behave. Belongs to the thread of its host.
 *
 * <p>{@link #start} lets them register, evenly over time; {@link #stop} ends their calls and takes
 * their registrations back, after which {@link #isStopped} holds once every one was answered or
 * given up.
 */
public final class AgentFleet {
  private static final double NS_PER_S = TimeUnit.SECONDS.toNanos(1);

  private final PhoneHost host;
  private final AgentsPlan plan;
  private final RandomGenerator random;
  private final List<Agent> agents = new ArrayList<>();
  private final List<PhoneUser> users = new ArrayList<>();
  private final SortedMap<Integer, Long> registrationFailures = new TreeMap<>();
  private boolean stopping;

  /** Makes the phones; nothing happens yet. */
  public AgentFleet(PhoneHost host, AgentsPlan plan, Seed seed) {
    this.host = host;
    this.plan = plan;
    this.random = seed.random("agents");
    for (int i = 0; i < plan.count(); i++) {
      add(plan.names().at(i), seed);
    }
  }

  private void add(String name, Seed seed) {
    Agent agent = new Agent(this);
    PhoneUser user =
        new PhoneUser(plan.behaviour(), seed.random(name), host.timers(), this::register, agent);
    String password = plan.passwords().of(name);
    agent.has(host.phone(new Account(name, plan.domain(), password, plan.server()), user));
    agents.add(agent);
    users.add(user);
  }

  /** Lets them register, and be absent now and then. */
  public void start() {
    for (int i = 0; i < agents.size(); i++) {
      Softphone phone = agents.get(i).phone();
      long delayNs = (long) (i / plan.registrationsPerS() * NS_PER_S);
      host.timers().schedule(delayNs, () -> register(phone));
      planAbsence(agents.get(i), users.get(i));
    }
  }

  private void register(Softphone phone) {
    if (!stopping && plan.server() != null) {
      phone.register(plan.expires());
    }
  }

  private void planAbsence(Agent agent, PhoneUser user) {
    long delayNs = plan.betweenAbsences().sampleNs(random);
    if (delayNs != Spread.NEVER_NS) {
      host.timers().schedule(delayNs, () -> goAbsent(agent, user));
    }
  }

  private void goAbsent(Agent agent, PhoneUser user) {
    if (stopping) {
      return;
    }
    if (agent.isRegistered() || plan.server() == null) {
      switch (plan.absences().draw(random)) {
        case Reaction.Vanish(Spread length) -> user.vanish(agent.phone(), length);
        case Reaction.Leave(Spread length) -> user.leave(agent.phone(), length);
        case Reaction.Answer _,
            Reaction.AnswerAndHangUp _,
            Reaction.Ignore _,
            Reaction.Refuse _ -> {}
      }
    }
    planAbsence(agent, user);
  }

  /** Ends the calls, takes the registrations back. */
  public void stop() {
    stopping = true;
    for (Agent agent : agents) {
      agent.phone().calls().forEach(call -> call.hangUp());
      if (agent.phone().hasVanished()) {
        agent.phone().reappear();
      }
      agent.phone().unregister();
    }
  }

  /** Whether, after {@link #stop}, no agent has a registration or a call any more. */
  public boolean isStopped() {
    return stopping
        && agents.stream()
            .map(Agent::phone)
            .allMatch(phone ->
                phone.isIdle() && phone.registrationState() == RegistrationState.UNREGISTERED);
  }

  void registrationFailed(int status) {
    registrationFailures.merge(status, 1L, Long::sum);
  }

  // ---- what happened

  /** Every agent, in the order of their numbers. */
  public List<Agent> agents() {
    return Collections.unmodifiableList(agents);
  }

  /** How many can be called through the server now. */
  public int registered() {
    return (int) agents.stream().filter(Agent::isRegistered).count();
  }

  /** How many are in a call, or ringing, now. */
  public int busy() {
    return (int) agents.stream().filter(agent -> !agent.phone().isIdle()).count();
  }

  /** How often a registration was refused, by status; 408 where there was no answer. */
  public SortedMap<Integer, Long> registrationFailures() {
    return Collections.unmodifiableSortedMap(registrationFailures);
  }

  /** What became of all calls to agents so far. */
  public AgentFigures figures() {
    return agents.stream().map(Agent::figures).reduce(AgentFigures.NONE, AgentFigures::plus);
  }
}
