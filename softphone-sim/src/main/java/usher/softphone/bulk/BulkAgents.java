package usher.softphone.bulk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import usher.softphone.audio.AudioTally;
import usher.softphone.audio.AudioTotals;
import usher.softphone.audio.Voice;
import usher.softphone.chance.Seed;
import usher.softphone.chance.Spread;
import usher.softphone.fleet.AgentFigures;
import usher.softphone.fleet.Reaction;

/** Agents who are called. Belongs to the thread of its fleet. */
public final class BulkAgents {
  private static final double NS_PER_S = TimeUnit.SECONDS.toNanos(1);
  private static final int DIGITS = 3;

  private final List<Line> lines;
  private final BulkAgentsPlan plan;
  private final CallBook book;
  private final RandomGenerator random;
  private final RandomGenerator speech;
  private final AudioTally audio = new AudioTally();
  private final List<BulkAgent> agents = new ArrayList<>();
  private final Map<String, BulkAgent> byName = new HashMap<>();
  private final Map<String, BulkRegistration> registrations = new HashMap<>();
  private final Map<String, AgentLeg> legs = new HashMap<>();
  private final Finished finished = new Finished(legs);
  private final AgentTally tally = new AgentTally();
  private final SortedMap<Integer, Long> registrationFailures = new TreeMap<>();
  private final Histogram registrationUs = new Histogram(DIGITS);
  private long connectionsLost;
  private boolean stopping;

  /** Agents of whom each has the next of these lines. */
  BulkAgents(List<Line> lines, BulkAgentsPlan plan, Seed seed, CallBook book) {
    this.lines = lines;
    this.plan = plan;
    this.book = book;
    this.random = seed.random("agents");
    this.speech = seed.random("speech");
    for (int i = 0; i < plan.count(); i++) {
      add(new BulkAgent(this, lines.get(i % lines.size()), plan.names().at(i)));
    }
    register();
  }

  private void add(BulkAgent agent) {
    agents.add(agent);
    byName.put(agent.name(), agent);
    BulkAgentsPlan.Registering how = plan.registering();
    if (how != null) {
      BulkRegistration registration = new BulkRegistration(this, agent, how);
      agent.has(registration);
      registrations.put(registration.callId(), registration);
    }
  }

  private void register() {
    BulkAgentsPlan.Registering how = plan.registering();
    if (how != null) {
      registerAgain((long) (plan.count() / how.perS() * NS_PER_S));
    }
  }

  /** Every agent registers once more, evenly over so long, whatever is left of the old one. */
  public void registerAgain(long withinNs) {
    for (int i = 0; i < agents.size(); i++) {
      BulkRegistration registration = agents.get(i).registration();
      if (registration != null) {
        registration.registerIn((long) ((double) withinNs * i / agents.size()));
      }
    }
  }

  // ---- messages

  /** A message to this address; false where it belongs to nobody here. */
  boolean received(Received message) {
    return message.isResponse() ? responded(message) : requested(message);
  }

  private boolean responded(Received response) {
    BulkRegistration registration = registrations.get(response.callId());
    AgentLeg leg = legs.get(response.callId());
    if (registration != null) {
      registration.responded(response);
    } else if (leg != null) {
      leg.responded(response);
    }
    return registration != null || leg != null;
  }

  private boolean requested(Received request) {
    AgentLeg leg = legs.get(request.callId());
    if (leg != null) {
      if (!leg.agent().isPowerless()) {
        inCall(leg, request);
      }
      return true;
    }
    return !request.hasToTag()
        && switch (request.method()) {
          case "INVITE" -> newCall(request);
          case "OPTIONS" -> asked(request);
          default -> false;
        };
  }

  /** Whether his phone is there; RFC 3261 11.2: as if it were called. */
  private boolean asked(Received options) {
    BulkAgent agent = byName.get(options.calledUser());
    if (agent != null) {
      agent.asked(options);
    }
    return agent != null;
  }

  private static void inCall(AgentLeg leg, Received request) {
    boolean ofTheInvite = !request.hasToTag() || request.method().equals("CANCEL");
    if (ofTheInvite && !request.method().equals("ACK")) {
      leg.again(request);
    } else {
      leg.requested(request);
    }
  }

  private boolean newCall(Received invite) {
    BulkAgent agent = byName.get(invite.calledUser());
    if (agent == null) {
      return false;
    }
    agent.called(invite, book.of(invite.fromUser()));
    return true;
  }

  void enter(AgentLeg leg) {
    legs.put(leg.callId(), leg);
  }

  void over(AgentLeg leg) {
    finished.add(leg);
  }

  // ---- registrations

  void registrationAnswered(long ns) {
    registrationUs.recordValue(CallFigures.us(ns));
  }

  void connectionLost() {
    connectionsLost++;
  }

  /** The connection of this line is gone. */
  void disconnected(int line) {
    if (line < agents.size()) {
      agents.get(line).disconnected();
    }
  }

  void registrationFailed(int status) {
    registrationFailures.merge(status, 1L, Long::sum);
  }

  // ---- the end

  /** Ends the calls, takes the registrations back. */
  public void stop() {
    stopping = true;
    for (BulkAgent agent : agents) {
      agent.hangUp();
      BulkRegistration registration = agent.registration();
      if (registration != null) {
        registration.unregister();
      }
    }
  }

  boolean isStopping() {
    return stopping;
  }

  /** Whether no agent has a call, or a REGISTER under way. */
  public boolean isQuiet() {
    return agents.stream().noneMatch(BulkAgent::isBusy)
        && registrations.values().stream().noneMatch(BulkRegistration::isUnderWay);
  }

  // ---- what is known

  BulkAgentsPlan plan() {
    return plan;
  }

  AgentTally tally() {
    return tally;
  }

  Reaction drawReaction() {
    return plan.reactions().draw(random);
  }

  long sampleNs(Spread spread) {
    return spread.sampleNs(random);
  }

  /** For a call over this line; null where it has no audio. */
  @Nullable Voice voice(Line line) {
    return speech.nextDouble() < plan.audio() ? line.voice(audio) : null;
  }

  double between(double from, double to) {
    return random.nextDouble(from, to);
  }

  /** What became of all calls to agents so far. */
  public AgentFigures figures() {
    return tally.figures();
  }

  /** How the audio of these calls came through so far. */
  public AudioTotals audio() {
    return audio.totals();
  }

  /**
   * Calls that agents answered for no caller of this fleet's, or for one who was gone by then, or
   * hung up at once: the server may count them otherwise.
   */
  public long doubtful() {
    return tally.doubtful();
  }

  /** How many are registered now. */
  public int registered() {
    return (int) registrations.values().stream().filter(BulkRegistration::isRegistered).count();
  }

  /** How many are not registered now although they want to be. */
  public int missing() {
    return (int) registrations.values().stream().filter(BulkRegistration::isMissing).count();
  }

  /** How many have a call now. */
  public int busy() {
    return (int) agents.stream().filter(BulkAgent::isBusy).count();
  }

  /** How many have a call now that they answered, and the ACK of it. */
  public int talking() {
    return (int) agents.stream().filter(BulkAgent::isTalking).count();
  }

  /** Failed registrations by status; 408 where there was no answer. */
  public SortedMap<Integer, Long> registrationFailures() {
    return new TreeMap<>(registrationFailures);
  }

  /** From when a registration was due to its success, in us; a copy. */
  public Histogram registrationUs() {
    return registrationUs.copy();
  }

  /** From the end of an agent's call to the INVITE of a call that waited for him, in us; a copy. */
  public Histogram freeUs() {
    return tally.freeUs().copy();
  }

  /** Connections over which somebody was registered, and which are gone. */
  public long connectionsLost() {
    return connectionsLost;
  }

  /** Messages sent again because nobody had answered. */
  public long repeated() {
    return lines.stream().mapToLong(Line::repeated).sum();
  }
}
