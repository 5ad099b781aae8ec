package usher.core.loop;

import java.util.List;
import usher.routing.explain.WhyAgent;
import usher.routing.explain.WhyGone;
import usher.routing.explain.WhyNot;
import usher.routing.explain.WhyRung;
import usher.routing.explain.WhyWaiting;

/** The answer to a {@link Question}: values that stay what they were, for any thread. */
public sealed interface Answer {
  /** In plain English. */
  List<String> describe();

  /** Why agents were asked, the latest first. */
  record Agents(List<WhyAgent> offers) implements Answer {
    public Agents {
      offers = List.copyOf(offers);
    }

    @Override
    public List<String> describe() {
      return offers.stream().flatMap(offer -> offer.describe().stream()).toList();
    }
  }

  /** Why an agent is not asked. */
  record NotAsked(WhyNot why) implements Answer {
    @Override
    public List<String> describe() {
      return why.describe();
    }
  }

  /** Why a call waits. */
  record Waiting(WhyWaiting why) implements Answer {
    @Override
    public List<String> describe() {
      return why.describe();
    }
  }

  /** Why rungs of overflow ladders fired, the latest first. */
  record Rungs(List<WhyRung> rungs) implements Answer {
    public Rungs {
      rungs = List.copyOf(rungs);
    }

    @Override
    public List<String> describe() {
      return rungs.stream().flatMap(rung -> rung.describe().stream()).toList();
    }
  }

  /** Why calls left unanswered, the latest first. */
  record Gone(List<WhyGone> calls) implements Answer {
    public Gone {
      calls = List.copyOf(calls);
    }

    @Override
    public List<String> describe() {
      return calls.stream().flatMap(call -> call.describe().stream()).toList();
    }
  }

  /** There is nothing to explain, and why. */
  record Nothing(String because) implements Answer {
    @Override
    public List<String> describe() {
      return List.of(because);
    }
  }
}
