package usher.core.loop;

import java.util.List;
import java.util.Locale;
import usher.core.trunk.TrunkFigures;

/**
 * How things stand at one instant. At every instant, in total: offered = answered + abandoned +
 * flowed out + lost + waiting + being offered (semantics, I6).
 *
 * @param running calls that are not over, talking ones included
 * @param offered calls that entered a queue
 * @param answered of them, those that got an agent
 * @param abandoned of them, those whose caller left first
 * @param flowedOut of them, those that timed out or went elsewhere
 * @param lost of them, those that a fault of the system took; zero, or somebody has to look
 * @param promised answered calls of whose wait something could be told when it began
 * @param kept of them, those that waited no longer than that; four of five where it is right
 * @param waiting calls in line for whom no phone rings
 * @param beingOffered calls in line for whom a phone rings, or whose audio is being joined
 * @param agentsIdle agents logged in with nothing to do
 * @param agentsInOffer agents whose phone is being rung
 * @param agentsInCall agents with a caller
 * @param agentsInWrapUp agents in the work after a call
 * @param agentsElsewhere agents logged in who cannot be reached or are in a call of their own
 * @param conferring calls in which more than two hear each other
 * @param conferred calls that became such, in all
 * @param faults calls ended by a fault of ours
 * @param repairs what the reconciler found without a cause: states of agents, rows of the router's
 *     tables
 * @param trunks the ways to the telephone network
 */
public record AcdFigures(
    int running,
    long offered,
    long answered,
    long abandoned,
    long flowedOut,
    long lost,
    long promised,
    long kept,
    int waiting,
    int beingOffered,
    int agentsIdle,
    int agentsInOffer,
    int agentsInCall,
    int agentsInWrapUp,
    int agentsElsewhere,
    int conferring,
    long conferred,
    long faults,
    long repairs,
    List<TrunkFigures> trunks) {

  /** Calls and agents on one line, for the log: {@code offered=100 answered=98 ...}. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "running=%d offered=%d answered=%d abandoned=%d flowed-out=%d lost=%d promised=%d kept=%d"
            + " waiting=%d ringing=%d idle=%d in-offer=%d in-call=%d in-wrap-up=%d elsewhere=%d"
            + " conferring=%d faults=%d repairs=%d",
        running,
        offered,
        answered,
        abandoned,
        flowedOut,
        lost,
        promised,
        kept,
        waiting,
        beingOffered,
        agentsIdle,
        agentsInOffer,
        agentsInCall,
        agentsInWrapUp,
        agentsElsewhere,
        conferring,
        faults,
        repairs);
  }

  /** True where every call that was offered is accounted for. */
  public boolean isBalanced() {
    return offered == answered + abandoned + flowedOut + lost + waiting + beingOffered;
  }
}
