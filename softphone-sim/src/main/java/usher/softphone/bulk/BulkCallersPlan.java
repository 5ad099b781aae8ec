package usher.softphone.bulk;

import java.time.Duration;
import usher.softphone.chance.Mix;
import usher.softphone.chance.Spread;

/**
 * Callers.
 *
 * @param prefix of their users; a number follows, another one for each call
 * @param domain of their addresses, and of what they dial
 * @param targets the users that they dial
 * @param arrivals when calls are due
 * @param calls how many there are at most
 * @param length no call is due later
 * @param atOnceMax beyond so many at once a call waits for one to end, and is late then
 * @param patience how long a caller waits for an answer
 * @param talk how long he talks before he hangs up
 * @param refreshEvery how long he talks before he offers his session again, and so on
 * @param audio in which share of calls he speaks, 0 to 1
 */
public record BulkCallersPlan(
    String prefix,
    String domain,
    Mix<String> targets,
    Arrivals arrivals,
    long calls,
    Duration length,
    int atOnceMax,
    Spread patience,
    Spread talk,
    Spread refreshEvery,
    double audio) {

  /** No last call. */
  public static final long ENDLESS = Long.MAX_VALUE;

  /** More than any load here needs. */
  private static final int AT_ONCE_MAX = 50_000;

  public BulkCallersPlan {
    if (calls < 0 || length.isNegative() || atOnceMax < 1) {
      throw new IllegalArgumentException("a number of calls, a time, and at least one at once");
    }
  }

  /** Calls for one target that end as soon as they are answered. */
  public static BulkCallersPlan of(
      String prefix, String domain, String target, Arrivals arrivals, Duration length) {
    return new BulkCallersPlan(
        prefix,
        domain,
        Mix.always(target),
        arrivals,
        ENDLESS,
        length,
        AT_ONCE_MAX,
        Spread.NEVER,
        Spread.NONE,
        Spread.NEVER,
        0);
  }

  /** The same, from callers whose users begin so. */
  public BulkCallersPlan from(String users) {
    return new BulkCallersPlan(
        users,
        domain,
        targets,
        arrivals,
        calls,
        length,
        atOnceMax,
        patience,
        talk,
        refreshEvery,
        audio);
  }

  /** The same, for another target. */
  public BulkCallersPlan to(String target) {
    return new BulkCallersPlan(
        prefix,
        domain,
        Mix.always(target),
        arrivals,
        calls,
        length,
        atOnceMax,
        patience,
        talk,
        refreshEvery,
        audio);
  }

  /** The same, so many calls at most. */
  public BulkCallersPlan atMost(long number) {
    return new BulkCallersPlan(
        prefix,
        domain,
        targets,
        arrivals,
        number,
        length,
        atOnceMax,
        patience,
        talk,
        refreshEvery,
        audio);
  }

  /** The same, with so many calls at once. */
  public BulkCallersPlan atOnce(int number) {
    return new BulkCallersPlan(
        prefix,
        domain,
        targets,
        arrivals,
        calls,
        length,
        number,
        patience,
        talk,
        refreshEvery,
        audio);
  }

  /** The same, waiting and talking so long. */
  public BulkCallersPlan conduct(Spread wait, Spread conversation) {
    return new BulkCallersPlan(
        prefix,
        domain,
        targets,
        arrivals,
        calls,
        length,
        atOnceMax,
        wait,
        conversation,
        refreshEvery,
        audio);
  }

  /** The same, with re-INVITEs. */
  public BulkCallersPlan refreshing(Spread every) {
    return new BulkCallersPlan(
        prefix, domain, targets, arrivals, calls, length, atOnceMax, patience, talk, every, audio);
  }

  /** The same, speaking in that share of calls. */
  public BulkCallersPlan speaking(double share) {
    return new BulkCallersPlan(
        prefix,
        domain,
        targets,
        arrivals,
        calls,
        length,
        atOnceMax,
        patience,
        talk,
        refreshEvery,
        share);
  }
}
