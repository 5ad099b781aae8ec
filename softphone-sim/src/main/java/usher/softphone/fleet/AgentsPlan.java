package usher.softphone.fleet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import usher.sip.transport.Flow;
import usher.softphone.chance.Mix;
import usher.softphone.chance.Spread;

/**
 * A fleet of agents.
 *
 * @param names what they are called
 * @param domain of their addresses
 * @param server where they register; null for agents who do not, and are called where they are
 * @param expires what each registration asks for
 * @param registrationsPerS how fast they register at the beginning
 * @param behaviour what each does with calls
 * @param betweenAbsences how long an agent stays before he is absent, never for always there
 * @param absences what an absence is like: {@link Reaction.Vanish} or {@link Reaction.Leave}
 */
public record AgentsPlan(
    Names names,
    int count,
    String domain,
    @Nullable Flow server,
    Passwords passwords,
    Duration expires,
    double registrationsPerS,
    Behaviour behaviour,
    Spread betweenAbsences,
    Mix<Reaction> absences) {

  private static final Duration EXPIRES = Duration.ofMinutes(10);
  private static final double REGISTRATIONS_PER_S = 200;
  private static final Spread ABSENCE = Spread.fixed(Duration.ofMinutes(1));

  public AgentsPlan {
    if (count < 0 || !(registrationsPerS > 0)) {
      throw new IllegalArgumentException("a number of agents, and a rate above zero");
    }
  }

  /** A fleet that is always there, registering at 200 a second for ten minutes. */
  public static AgentsPlan of(
      Names names,
      int count,
      String domain,
      @Nullable Flow server,
      Passwords passwords,
      Behaviour behaviour) {
    return new AgentsPlan(
        names,
        count,
        domain,
        server,
        passwords,
        EXPIRES,
        REGISTRATIONS_PER_S,
        behaviour,
        Spread.NEVER,
        Mix.always(new Reaction.Leave(ABSENCE)));
  }

  /** The same with this pace of registrations. */
  public AgentsPlan registering(Duration newExpires, double newRegistrationsPerS) {
    return new AgentsPlan(
        names,
        count,
        domain,
        server,
        passwords,
        newExpires,
        newRegistrationsPerS,
        behaviour,
        betweenAbsences,
        absences);
  }

  /** The same with absences. */
  public AgentsPlan absent(Spread between, Mix<Reaction> newAbsences) {
    return new AgentsPlan(
        names,
        count,
        domain,
        server,
        passwords,
        expires,
        registrationsPerS,
        behaviour,
        between,
        newAbsences);
  }
}
