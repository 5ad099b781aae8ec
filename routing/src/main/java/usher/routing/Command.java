package usher.routing;

/**
 * The commands of {@link Router}, one for each of its methods that can change it. A command that is
 * told to a {@link CommandSink} consists of the constant, the subject, two numbers and the instant;
 * what they mean stands beside each constant, and those not named are 0.
 */
public enum Command {
  /** Subject: the agent. */
  LOGIN(1),
  /** Subject: the agent. */
  LOGOUT(2),
  /** Subject: the agent. */
  READY(3),
  /** Subject: the agent; a: the reason. */
  NOT_READY(4),
  /** Subject: the agent. */
  REACHABLE(5),
  /** Subject: the agent. */
  UNREACHABLE(6),
  /** Subject: the agent; a: 1 for the begin of the call, 0 for its end. */
  EXTERNAL(7),
  /** Subject: the agent. */
  HELD(8),
  /** Subject: the agent. */
  CONSULTING(9),
  /** Subject: the agent. */
  RETRIEVED(10),
  /** Subject: the agent. */
  REQUEST_WRAP_UP(11),
  /** Subject: the agent. */
  RELEASED(12),
  /** Subject: the agent. */
  WRAP_UP_DONE(13),
  /** Told by {@link CommandSink#arrival}. */
  ARRIVE(14),
  /** Subject: the call; a: the queue. */
  ADD_QUEUE(15),
  /** Subject: the call; a: the points; b: the band. */
  REPRIORITISE(16),
  /** Subject: the call; a: the agent. */
  ASSIGN(17),
  /** Subject: the call; a: the number of its {@link usher.routing.call.CallEnd}. */
  LEAVE(18),
  /** Subject: the offer. */
  RINGING(19),
  /** Subject: the offer. */
  ACCEPTED(20),
  /** Subject: the offer. */
  CONNECTED(21),
  /** Subject: the offer; a: the number of its {@link usher.routing.offer.OfferOutcome}. */
  OFFER_FAILED(22),
  /** No subject. */
  TICK(23),
  /** Subject: the queue; a: the number of its {@link usher.routing.overflow.Opening}. */
  OPENING(24),
  /** Subject: the call. */
  OUTSIDE_ANSWERED(25),
  /** Subject: the call. */
  OUTSIDE_FAILED(26),
  /** Subject: the call. */
  PROMISE(27),
  /** Subject: the version of the plan; a: 1 where waiting calls follow the new rules, else 0. */
  ADOPT(28),
  /** Subject: the hour, 0 to 23. */
  HOUR(29),
  /** Subject: the row; a: the number of the {@link Fault.Part}. */
  REPAIR(30),
  /** Subject: the agent; a: how many items. */
  OTHER_WORK(31),
  /** a: 1 to gather the commands of an instant, 0 to decide after each. */
  GATHER(32);

  private static final int CODES = 128;
  private static final Command[] BY_CODE = new Command[CODES];

  static {
    for (Command command : values()) {
      BY_CODE[command.code] = command;
    }
  }

  private final int code;

  Command(int code) {
    this.code = code;
  }

  /** The number that stands for it on tapes, 1 to 119: never changed and never used again. */
  public int code() {
    return code;
  }

  /** The command of a number; throws IllegalArgumentException where there is none. */
  public static Command of(int code) {
    Command command = code < 0 || code >= CODES ? null : BY_CODE[code];
    if (command == null) {
      throw new IllegalArgumentException("command " + code);
    }
    return command;
  }
}
