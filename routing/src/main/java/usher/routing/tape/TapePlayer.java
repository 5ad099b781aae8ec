package usher.routing.tape;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import usher.routing.Command;
import usher.routing.Fault;
import usher.routing.Router;
import usher.routing.call.CallEnd;
import usher.routing.call.NewCall;
import usher.routing.offer.OfferOutcome;
import usher.routing.overflow.Opening;
import usher.routing.plan.RoutingPlan;

/**
 * Gives the commands on a tape to a router and compares what follows with the checks on the tape.
 * The router is fresh, on the plan and with the limit and seed of the one that was recorded.
 */
public final class TapePlayer {
  private final Router router;
  private final TapeDigest digest;
  private final Plans plans;
  private final NewCall call = new NewCall();
  private long nowNs;
  private long checks;
  private long checkedCommands;
  private @Nullable Difference difference;

  /** Where the plans are that a router adopted while it was recorded. */
  @FunctionalInterface
  public interface Plans {
    /** The successor of the running plan with this version. */
    RoutingPlan successor(RoutingPlan running, long version);
  }

  /**
   * Where tape and replay part.
   *
   * @param afterCommands commands up to the last check that agreed
   * @param atCommands commands up to the check that does not
   * @param what of the two numbers differs, or both
   */
  public record Difference(long afterCommands, long atCommands, String what) {
    /** The number of the block, from 1, in which the two have parted. */
    public long block() {
      return afterCommands / TapeRecorder.BLOCK + 1;
    }
  }

  /**
   * A player for a router.
   *
   * @param digest hears the router's decisions, and is told its commands from now on
   */
  public TapePlayer(Router router, TapeDigest digest) {
    this(
        router,
        digest,
        (_, version) -> {
          throw new IllegalArgumentException("plan " + version + " is not at hand");
        });
  }

  /** The same for a tape on which plans are adopted. */
  public TapePlayer(Router router, TapeDigest digest, Plans plans) {
    this.router = router;
    this.digest = digest;
    this.plans = plans;
    router.tellCommandsTo(digest);
  }

  /**
   * Plays a piece of tape, or as much of it as agrees.
   *
   * @param words whole entries from position to limit; used up where all agrees
   * @return whether all agrees so far
   * @throws IllegalArgumentException where the words are no tape
   */
  public boolean play(ByteBuffer words) {
    ByteBuffer in = words.order(TapeFormat.ORDER);
    while (in.hasRemaining() && difference == null) {
      entry(in);
    }
    return difference == null;
  }

  /** Where the two have parted, or null while they agree. */
  public @Nullable Difference difference() {
    return difference;
  }

  /** How many checks agreed. */
  public long checks() {
    return checks;
  }

  /** The instant of the last command. */
  public long nowNs() {
    return nowNs;
  }

  private void entry(ByteBuffer in) {
    long head = in.getLong();
    if (TapeFormat.code(head) == TapeFormat.CHECK) {
      check(in, TapeFormat.a(head) == 1);
      return;
    }
    if (TapeFormat.hasTime(head)) {
      nowNs = in.getLong();
    }
    Command command = Command.of(TapeFormat.code(head));
    if (command == Command.ARRIVE) {
      arrive(in, head);
    } else {
      give(command, in.getLong(), TapeFormat.a(head), TapeFormat.b(head));
    }
  }

  private void check(ByteBuffer in, boolean withState) {
    long commands = in.getLong();
    long decisions = in.getLong();
    boolean decidesAlike = digest.commands() == commands && digest.value() == decisions;
    boolean standsAlike = !withState || in.getLong() == router.stateHash();
    if (decidesAlike && standsAlike) {
      checks++;
      checkedCommands = commands;
    } else {
      String what = decidesAlike ? "state" : standsAlike ? "decisions" : "decisions and state";
      difference = new Difference(checkedCommands, commands, what);
    }
  }

  private void arrive(ByteBuffer in, long head) {
    call.into(TapeFormat.a(head));
    if (TapeFormat.b(head) != TapeFormat.PLAIN) {
      TapeFormat.get(in, call);
    }
    router.arrive(call, nowNs);
  }

  private void give(Command command, long subject, int a, int b) {
    int agent = (int) subject;
    switch (command) {
      case LOGIN -> router.login(agent, nowNs);
      case LOGOUT -> router.logout(agent, nowNs);
      case READY -> router.ready(agent, nowNs);
      case NOT_READY -> router.notReady(agent, a, nowNs);
      case REACHABLE -> router.reachable(agent, nowNs);
      case UNREACHABLE -> router.unreachable(agent, nowNs);
      case EXTERNAL -> router.external(agent, a == 1, nowNs);
      case OTHER_WORK -> router.otherWork(agent, a, nowNs);
      case HELD -> router.held(agent, nowNs);
      case CONSULTING -> router.consulting(agent, nowNs);
      case RETRIEVED -> router.retrieved(agent, nowNs);
      case REQUEST_WRAP_UP -> router.requestWrapUp(agent, nowNs);
      case RELEASED -> router.released(agent, nowNs);
      case WRAP_UP_DONE -> router.wrapUpDone(agent, nowNs);
      case ARRIVE -> throw new IllegalArgumentException("an arrival is more than a command");
      case ADD_QUEUE -> router.addQueue(subject, a, nowNs);
      case REPRIORITISE -> router.reprioritise(subject, b, a, nowNs);
      case ASSIGN -> router.assign(subject, a, nowNs);
      case LEAVE -> router.leave(subject, CallEnd.of(a), nowNs);
      case RINGING -> router.ringing(subject, nowNs);
      case ACCEPTED -> router.accepted(subject, nowNs);
      case CONNECTED -> router.connected(subject, nowNs);
      case OFFER_FAILED -> router.offerFailed(subject, OfferOutcome.of(a), nowNs);
      case TICK -> router.tick(nowNs);
      case OPENING -> router.opening((int) subject, Opening.of(a), nowNs);
      case GATHER -> router.gather(a == 1, nowNs);
      case HOUR -> router.hour((int) subject, nowNs);
      case OUTSIDE_ANSWERED -> router.outsideAnswered(subject, nowNs);
      case OUTSIDE_FAILED -> router.outsideFailed(subject, nowNs);
      case REPAIR -> router.repair(new Fault(Fault.Part.of(a), (int) subject), nowNs);
      case PROMISE -> {
        long _ = router.promise(subject, nowNs);
      }
      case ADOPT -> router.adopt(plans.successor(router.plan(), subject), a == 1, nowNs);
    }
  }
}
