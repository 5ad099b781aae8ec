package usher.routing.agent;

/**
 * What an agent does: the second of the two axes of an agent's state.
 *
 * <pre>
 *              offered           18x                 2xx
 *   IDLE ─────────────► RESERVED ───► RINGING ─────────────────► TALKING ◄──► HELD
 *    ▲ ▲ ▲                 │             │    (RESERVED too)        ▲ │
 *    │ │ └─ any other end ─┴─────────────┘                          │ └─────► CONSULT
 *    │ │                                                            └───────────┘
 *    │ └──── timer, done ──── WRAPUP ◄─── released, with wrap-up ─── TALKING, HELD, CONSULT
 *    │ └────────────────────────────────── released, without ──────┘
 *    ├──► EXTERNAL      a call of the agent's own; only from IDLE, otherwise flagged and entered on
 *    │                  the way back to IDLE
 *    └──► UNREACHABLE   no contact; likewise
 * </pre>
 */
public enum Work {
  /** Nothing to do. */
  IDLE(0),
  /** A call is being offered; the phone has not said that it rings. */
  RESERVED(1),
  /** The agent's phone rings with an offer. */
  RINGING(2),
  /** Connected with a caller. */
  TALKING(3),
  /** The caller is on hold. */
  HELD(4),
  /** The caller waits while the agent asks somebody else. */
  CONSULT(5),
  /** Work after the call. */
  WRAPUP(6),
  /** In a call that routing did not give. */
  EXTERNAL(7),
  /** No contact to ring. */
  UNREACHABLE(8);

  /** How many there are. */
  static final int COUNT = 9;

  private static final Work[] BY_CODE = {
    IDLE, RESERVED, RINGING, TALKING, HELD, CONSULT, WRAPUP, EXTERNAL, UNREACHABLE
  };

  /** The number that stands for it in tables. */
  final int code;

  Work(int code) {
    this.code = code;
  }

  /** The number that stands for it on tapes. */
  public int code() {
    return code;
  }

  static Work of(int code) {
    return BY_CODE[code];
  }

  /** Whether the agent has a call of ours with audio, in whatever shape. */
  public boolean inCall() {
    return this == TALKING || this == HELD || this == CONSULT;
  }

  /** Whether an offer is open. */
  public boolean inOffer() {
    return this == RESERVED || this == RINGING;
  }

  /** Whether a wish of the agent has to wait until this work ends. */
  public boolean defersIntent() {
    return inCall() || this == WRAPUP || this == EXTERNAL;
  }
}
