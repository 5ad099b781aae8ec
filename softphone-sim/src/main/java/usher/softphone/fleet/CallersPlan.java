package usher.softphone.fleet;

import org.jspecify.annotations.Nullable;
import usher.sip.transport.Flow;
import usher.softphone.chance.Mix;
import usher.softphone.chance.Spread;

/**
 * A fleet of callers.
 *
 * @param names what they are called; there are as many as have to call at once
 * @param domain of their addresses, and of targets that are no whole URI
 * @param server where calls go; null to send them where their target says
 * @param targets what they dial
 * @param gaps between one call and the next: fixed, or exponential for a Poisson process
 * @param calls how many there are to be, {@link #ENDLESS} for no end
 * @param atOnceMax beyond so many at once a call waits for one to end
 * @param behaviour what each caller does
 */
public record CallersPlan(
    Names names,
    String domain,
    @Nullable Flow server,
    Passwords passwords,
    Mix<String> targets,
    Spread gaps,
    long calls,
    int atOnceMax,
    Behaviour behaviour) {

  /** No last call. */
  public static final long ENDLESS = Long.MAX_VALUE;

  public CallersPlan {
    if (calls < 0 || atOnceMax < 1) {
      throw new IllegalArgumentException("a number of calls, and at least one at once");
    }
  }

  /** The gaps of so many calls a second, evenly. */
  public static Spread evenly(double perS) {
    return new Spread.Fixed(gapNs(perS));
  }

  /** The gaps of so many calls a second on average, each independent of the others. */
  public static Spread poisson(double perS) {
    return new Spread.Exponential(gapNs(perS));
  }

  private static long gapNs(double perS) {
    if (!(perS > 0)) {
      throw new IllegalArgumentException("a rate above zero");
    }
    return Math.max(1, Math.round(1e9 / perS));
  }
}
