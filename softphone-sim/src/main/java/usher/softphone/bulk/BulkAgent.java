package usher.softphone.bulk;

import org.jspecify.annotations.Nullable;
import usher.softphone.audio.Voice;
import usher.softphone.chance.Spread;

/** One agent of many: his calls, one at a time, and his registration. */
final class BulkAgent {
  private final BulkAgents agents;
  private final Line line;
  private final String name;
  private @Nullable AgentLeg leg;
  private @Nullable BulkRegistration registration;
  private boolean powerless;
  private long freeSinceNs;

  BulkAgent(BulkAgents agents, Line line, String name) {
    this.agents = agents;
    this.line = line;
    this.name = name;
  }

  void has(BulkRegistration his) {
    registration = his;
  }

  @Nullable BulkRegistration registration() {
    return registration;
  }

  // ---- calls

  /** A new INVITE for him. */
  void called(Received invite, @Nullable CallerCall call) {
    if (powerless) {
      return;
    }
    AgentLeg newLeg = new AgentLeg(this, invite, call);
    agents.enter(newLeg);
    tally().offered();
    if (leg != null) {
      newLeg.refuse("486 Busy Here");
      return;
    }
    leg = newLeg;
    noteOffer(call);
    newLeg.react(agents.drawReaction());
  }

  /** An OPTIONS for him. */
  void asked(Received options) {
    if (!powerless) {
      String status = leg == null ? "200 OK" : "486 Busy Here";
      line.send(Texts.response(options, status, line.run(), "", ""));
    }
  }

  private void noteOffer(@Nullable CallerCall call) {
    if (call != null) {
      call.offeredTo(this);
      if (freeSinceNs != 0 && call.sentNs() < freeSinceNs) {
        tally().free(line().nowNs() - freeSinceNs);
      }
    }
    freeSinceNs = 0;
  }

  /** One of the two in his call hangs up now. */
  void getsFree(long nowNs) {
    freeSinceNs = nowNs;
  }

  void over(AgentLeg ended) {
    if (leg == ended) {
      leg = null;
    }
    agents.over(ended);
  }

  boolean isBusy() {
    return leg != null;
  }

  boolean isTalking() {
    return leg != null && leg.isTalking();
  }

  void hangUp() {
    if (leg != null) {
      leg.hangUp();
    }
  }

  // ---- absences

  boolean isPowerless() {
    return powerless;
  }

  /** His phone loses its power for so long. */
  void vanish(Spread length) {
    powerless = true;
    if (leg != null) {
      leg.vanish();
    }
    if (registration != null) {
      registration.vanish();
    }
    line.vanish();
    after(
        length,
        () -> {
          powerless = false;
          register();
        });
  }

  /** He takes his registration back for so long. */
  void leave(Spread length) {
    if (registration != null) {
      registration.unregister();
    }
    after(length, this::register);
  }

  private void after(Spread length, Runnable back) {
    long delayNs = sampleNs(length);
    if (delayNs != Spread.NEVER_NS) {
      line().timers().schedule(delayNs, back);
    }
  }

  /** The connection is gone over which he would have been called. */
  void disconnected() {
    if (registration != null && !agents.isStopping()) {
      registration.disconnected();
    }
  }

  private void register() {
    if (registration != null && !agents.isStopping()) {
      registration.register();
    }
  }

  // ---- what is known

  Line line() {
    return line;
  }

  String name() {
    return name;
  }

  BulkAgentsPlan plan() {
    return agents.plan();
  }

  AgentTally tally() {
    return agents.tally();
  }

  /** For his next call; null where it has no audio. */
  @Nullable Voice voice() {
    return agents.voice(line);
  }

  long sampleNs(Spread spread) {
    return agents.sampleNs(spread);
  }
}
