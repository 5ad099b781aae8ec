package usher.routing.decision;

import java.util.List;

/**
 * One decision as it was kept.
 *
 * @param number counted from 0 since the router began
 * @param atNs when, since the router's first command
 * @param call handle
 * @param offer handle, or 0 when nobody was asked
 * @param agent who was asked, or -1; for {@link Kind#LEFT} the last one whose phone rang just then
 * @param queue the queue through which call and agent met, or in which the call waits; -1 for none
 * @param callClass the call's class in the rules of that version, or -1
 * @param step the step of its wait; for {@link Kind#PROMOTED} the band, for {@link Kind#RUNG_FIRED}
 *     the rung, for {@link Kind#LEFT} the {@linkplain usher.routing.call.CallEnd#of number} of the
 *     end
 * @param rules version of the rules
 * @param enqueuedNs when the call had entered
 * @param groups how many groups of equal agents had somebody free for the call; 0 where nobody was
 *     compared
 * @param runnerUp the second best, of several whose figures are equal any; -1 where there was none
 *     or a lot was drawn
 * @param figures for {@link Kind#RUNG_FIRED} what its measured conditions found; for {@link
 *     Kind#LEFT} ns in its last queue, place there, staffed agents who could serve it, phones that
 *     rang; else of the winner, by the comparators of the queue's chain, at most {@link
 *     DecisionLog#FIGURES}; empty where nobody was compared
 * @param runnerUpFigures of the runner-up; empty when there is none
 */
public record Decision(
    long number,
    Kind kind,
    long atNs,
    long call,
    long offer,
    int agent,
    int queue,
    int callClass,
    int step,
    int rules,
    long enqueuedNs,
    int groups,
    int runnerUp,
    List<Long> figures,
    List<Long> runnerUpFigures) {
  public Decision {
    figures = List.copyOf(figures);
    runnerUpFigures = List.copyOf(runnerUpFigures);
  }
}
