package usher.softphone.bulk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import usher.softphone.chance.Mix;
import usher.softphone.chance.Spread;
import usher.softphone.fleet.Names;
import usher.softphone.fleet.Passwords;
import usher.softphone.fleet.Reaction;

/**
 * Agents.
 *
 * @param names what they are called
 * @param domain of their addresses
 * @param reactions what they do when called
 * @param talk how long they talk before they hang up
 * @param audio in which share of calls they speak, 0 to 1
 * @param registering null for agents whom the server knows by a fixed contact
 */
public record BulkAgentsPlan(
    Names names,
    int count,
    String domain,
    Mix<Reaction> reactions,
    Spread talk,
    double audio,
    @Nullable Registering registering) {

  /**
   * How they register.
   *
   * @param expires what each registration asks for; it is refreshed after 70 to 90 % of what the
   *     server grants
   * @param perS how many do so in a second at the beginning
   */
  public record Registering(Passwords passwords, Duration expires, double perS) {
    public Registering {
      if (!(perS > 0) || expires.toSeconds() < 1) {
        throw new IllegalArgumentException("a rate above zero, and a second at least");
      }
    }
  }

  public BulkAgentsPlan {
    if (count < 0) {
      throw new IllegalArgumentException("a number of agents");
    }
  }

  /** Agents at fixed contacts who answer at once and leave it to the callers to hang up. */
  public static BulkAgentsPlan of(Names names, int count, String domain) {
    Mix<Reaction> answer = Mix.always(new Reaction.Answer(Spread.NONE));
    return new BulkAgentsPlan(names, count, domain, answer, Spread.NEVER, 0, null);
  }

  /** The same, registering. */
  public BulkAgentsPlan registering(Registering how) {
    return new BulkAgentsPlan(names, count, domain, reactions, talk, audio, how);
  }

  /** The same, doing that with calls. */
  public BulkAgentsPlan reacting(Mix<Reaction> how, Spread conversation) {
    return new BulkAgentsPlan(names, count, domain, how, conversation, audio, registering);
  }

  /** The same, speaking in that share of calls. */
  public BulkAgentsPlan speaking(double share) {
    return new BulkAgentsPlan(names, count, domain, reactions, talk, share, registering);
  }
}
