package usher.softphone.fleet;

import java.time.Duration;
import usher.softphone.chance.Mix;
import usher.softphone.chance.Spread;

/**
 * What a person does with calls.
 *
 * @param toACall what he does when called
 * @param patience how long he lets a call of his own ring before he gives up
 * @param inACall what he does once it is answered
 * @param absence how long his phone stays off when it vanished in a call
 */
public record Behaviour(
    Mix<Reaction> toACall, Spread patience, Mix<Conduct> inACall, Spread absence) {

  private static final Spread USUAL_ABSENCE = Spread.fixed(Duration.ofMinutes(1));

  /** Answers after {@code after} and talks until the other hangs up, or for {@code talk}. */
  public static Behaviour agent(Spread after, Spread talk) {
    return new Behaviour(
        Mix.always(new Reaction.Answer(after)),
        Spread.NEVER,
        Mix.always(Conduct.talk(talk)),
        USUAL_ABSENCE);
  }

  /** Waits for {@code patience}, and hangs up after {@code talk}. */
  public static Behaviour caller(Spread patience, Spread talk) {
    return new Behaviour(
        Mix.always(new Reaction.Refuse(Spread.NONE, 486)),
        patience,
        Mix.always(Conduct.talk(talk)),
        USUAL_ABSENCE);
  }

  /** The same, but in this share of calls to him (0 to 1) he does that. */
  public Behaviour reacting(double share, Reaction reaction) {
    return new Behaviour(toACall.except(share, reaction), patience, inACall, absence);
  }

  /** The same, but in this share of answered calls (0 to 1) he does that. */
  public Behaviour conducting(double share, Conduct conduct) {
    return new Behaviour(toACall, patience, inACall.except(share, conduct), absence);
  }
}
