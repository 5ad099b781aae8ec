package usher.routing;

import java.util.ArrayList;
import java.util.List;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.offer.OfferOutcome;
import usher.routing.overflow.Then;

/** Writes down what a router tells, as values. */
class Notes implements RoutingEvents {
  sealed interface Note {}

  record Queued(long call, int queue, int position) implements Note {}

  record Offered(long offer, long call, int agent, int queue, long ringUntilNs) implements Note {}

  record OfferEnded(long offer, long call, int agent, OfferOutcome outcome) implements Note {}

  record AgentChanged(int agent, Intent intent, int reason, Work work) implements Note {}

  record Promoted(long call, int band) implements Note {}

  record Stepped(long call, int queue, int step) implements Note {}

  record Fired(long call, int queue, int rung, Then then) implements Note {}

  record ReserveChanged(int queue, int level) implements Note {}

  record Moved(long call, int from, int to) implements Note {}

  record CallEnded(long call, int queue, CallEnd end) implements Note {}

  final List<Note> all = new ArrayList<>();

  @Override
  public void queued(long call, int queue, int position) {
    all.add(new Queued(call, queue, position));
  }

  @Override
  public void offered(long offer, long call, int agent, int queue, long ringUntilNs) {
    all.add(new Offered(offer, call, agent, queue, ringUntilNs));
  }

  @Override
  public void offerEnded(long offer, long call, int agent, OfferOutcome outcome) {
    all.add(new OfferEnded(offer, call, agent, outcome));
  }

  @Override
  public void agentChanged(int agent, Intent intent, int reason, Work work) {
    all.add(new AgentChanged(agent, intent, reason, work));
  }

  @Override
  public void promoted(long call, int band) {
    all.add(new Promoted(call, band));
  }

  @Override
  public void stepped(long call, int queue, int step) {
    all.add(new Stepped(call, queue, step));
  }

  @Override
  public void fired(long call, int queue, int rung, Then then) {
    all.add(new Fired(call, queue, rung, then));
  }

  @Override
  public void reserveChanged(int queue, int level) {
    all.add(new ReserveChanged(queue, level));
  }

  @Override
  public void moved(long call, int from, int to) {
    all.add(new Moved(call, from, to));
  }

  @Override
  public void callEnded(long call, int queue, CallEnd end) {
    all.add(new CallEnded(call, queue, end));
  }

  /** Those of one kind. */
  <N extends Note> List<N> of(Class<N> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** All since the last time this was asked. */
  List<Note> take() {
    List<Note> taken = List.copyOf(all);
    all.clear();
    return taken;
  }
}
