package usher.routing.explain;

import java.time.Duration;
import java.util.List;
import usher.routing.agent.NotReady;
import usher.routing.agent.Work;
import usher.routing.words.Words;

/** Why an agent was not, or cannot be, offered a call: the condition that does not hold. */
public sealed interface Reason {
  /** Which condition it is. */
  Condition condition();

  /** As a predicate that goes with the agent's name: {@code is logged out}. */
  String describe();

  /** The rules no longer have the agent. */
  record NoLongerConfigured() implements Reason {
    @Override
    public Condition condition() {
      return Condition.CONFIGURED;
    }

    @Override
    public String describe() {
      return "is no longer in the rules";
    }
  }

  /** Not at work. */
  record LoggedOut() implements Reason {
    @Override
    public Condition condition() {
      return Condition.LOGGED_IN;
    }

    @Override
    public String describe() {
      return "is logged out";
    }
  }

  /**
   * At work and not taking calls.
   *
   * @param why the agent's own reason, 0 or above, or one of {@link NotReady}
   */
  record NotTakingCalls(int why) implements Reason {
    @Override
    public Condition condition() {
      return Condition.READY;
    }

    @Override
    public String describe() {
      return switch (why) {
        case NotReady.LOGIN -> "is not ready: has logged in and not said ready yet";
        case NotReady.RNA -> "is not ready: let the phone ring too often";
        default -> "is not ready (reason " + why + ")";
      };
    }
  }

  /**
   * Has another offer, a call, or work after one.
   *
   * @param queue whose call it is
   * @param thisCall whether it is the call in question
   * @param left until it ends by itself, or zero when it does not
   */
  record Busy(Work work, String queue, boolean thisCall, Duration left) implements Reason {
    @Override
    public Condition condition() {
      return Condition.FREE;
    }

    @Override
    public String describe() {
      String which = thisCall ? "this call" : "a call of " + queue;
      String what =
          switch (work) {
            case RESERVED -> "is being asked for " + which;
            case RINGING -> "has a phone that rings with " + which;
            case TALKING -> "talks in " + which;
            case HELD -> "has " + which + " on hold";
            case CONSULT -> "asks somebody else about " + which;
            case WRAPUP -> "wraps up " + which;
            case IDLE, EXTERNAL, UNREACHABLE -> "is busy";
          };
      return what + (left.isZero() ? "" : ", for at most " + Words.time(left));
    }
  }

  /** Other work leaves no room for a call. */
  record AtCapacity(int items, int capacity) implements Reason {
    @Override
    public Condition condition() {
      return Condition.INSIDE_CAPACITY;
    }

    @Override
    public String describe() {
      return "has " + items + " other work items and room for " + capacity + " in all";
    }
  }

  /** In a call that routing did not give. */
  record InOwnCall() implements Reason {
    @Override
    public Condition condition() {
      return Condition.NO_OWN_CALL;
    }

    @Override
    public String describe() {
      return "is in a call of the agent's own";
    }
  }

  /** There is no contact to ring. */
  record Unreachable() implements Reason {
    @Override
    public Condition condition() {
      return Condition.REACHABLE;
    }

    @Override
    public String describe() {
      return "cannot be reached";
    }
  }

  /** The pause after an offer that failed. */
  record Cooling(Duration left) implements Reason {
    @Override
    public Condition condition() {
      return Condition.RESTED;
    }

    @Override
    public String describe() {
      return "pauses for " + Words.time(left) + " after an offer that failed";
    }
  }

  /** The queue is for those who name it. */
  record NotMember(String queue) implements Reason {
    @Override
    public Condition condition() {
      return Condition.MEMBER;
    }

    @Override
    public String describe() {
      return "does not belong to " + queue;
    }
  }

  /** A skill is missing or too low. */
  record LacksSkill(String skill, int needed, int has) implements Reason {
    @Override
    public Condition condition() {
      return Condition.ABLE;
    }

    @Override
    public String describe() {
      return has == 0
          ? "lacks " + skill + " (needs level " + needed + ")"
          : "has " + skill + " at level " + has + " (needs " + needed + ")";
    }
  }

  /** Of a later tier than those who are looked at. */
  record LaterTier(int tier, int atMost) implements Reason {
    @Override
    public Condition condition() {
      return Condition.ABLE;
    }

    @Override
    public String describe() {
      return "is in tier " + tier + " (up to " + atMost + " is asked for)";
    }
  }

  /** Belongs to a level of the queue's reserve that has not joined. */
  record InReserve(int level) implements Reason {
    @Override
    public Condition condition() {
      return Condition.ABLE;
    }

    @Override
    public String describe() {
      return "is in reserve (level " + level + "), which has not joined";
    }
  }

  /** Satisfies none of several alternatives. */
  record MeetsNone(List<Reason> alternatives) implements Reason {
    public MeetsNone {
      alternatives = List.copyOf(alternatives);
    }

    @Override
    public Condition condition() {
      return Condition.ABLE;
    }

    @Override
    public String describe() {
      return alternatives.isEmpty()
          ? "meets a condition that nobody can meet"
          : Words.list(alternatives.stream().map(Reason::describe).toList());
    }
  }

  /** Satisfies what must not be. */
  record MustNot(String what) implements Reason {
    @Override
    public Condition condition() {
      return Condition.ABLE;
    }

    @Override
    public String describe() {
      return "has what is ruled out: " + what;
    }
  }

  /** The agent gets only calls that have waited longer in the queue. */
  record TooEarly(Duration delay, Duration left) implements Reason {
    @Override
    public Condition condition() {
      return Condition.CALL_OLD_ENOUGH;
    }

    @Override
    public String describe() {
      return "gets calls that have waited "
          + Words.time(delay)
          + ", this one in "
          + Words.time(left);
    }
  }

  /** Failed an offer of this call, and others are staffed. */
  record FailedBefore(Duration left) implements Reason {
    @Override
    public Condition condition() {
      return Condition.NOT_EXCLUDED;
    }

    @Override
    public String describe() {
      return "failed an offer of this call, which stays away for " + Words.time(left);
    }
  }

  /** The call waits for others, whom it prefers. */
  record OthersPreferred(List<String> agents, Duration left) implements Reason {
    public OthersPreferred {
      agents = List.copyOf(agents);
    }

    @Override
    public Condition condition() {
      return Condition.PREFERRED;
    }

    @Override
    public String describe() {
      return "is not "
          + Words.list(agents, "or")
          + ", whom the call waits for "
          + Words.time(left)
          + " longer";
    }
  }

  /** A call waits in a queue that the agent ranks better. */
  record BetterQueue(String queue, int rank, int ownRank) implements Reason {
    @Override
    public Condition condition() {
      return Condition.NO_BETTER_QUEUE;
    }

    @Override
    public String describe() {
      return "takes a call of " + queue + " first (rank " + rank + " before " + ownRank + ")";
    }
  }

  /**
   * Could have had the call, and another came first.
   *
   * @param comparator that decided, by its configured name; {@code list order} when all were equal
   * @param own the agent's value of it in words
   * @param theirs the other's
   */
  record Outranked(String by, String comparator, String own, String theirs) implements Reason {
    @Override
    public Condition condition() {
      return Condition.FIRST_IN_RANKING;
    }

    @Override
    public String describe() {
      return own.equals(theirs)
          ? "came after " + by + " by " + comparator + " (" + own + ")"
          : "came after " + by + " by " + comparator + ": " + own + " against " + theirs;
    }
  }
}
