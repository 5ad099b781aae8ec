package usher.routing.call;

/**
 * Where a call stands between arriving and leaving.
 *
 * <pre>
 *   arrive ──► WAITING ──offer──► OFFERING ──2xx──► CONNECTING ──audio──► left: ANSWERED
 *                 ▲                  │                  │
 *                 ├── last offer failed ── PREBRIDGE_DROP
 *                 │
 *                 ├──overflow──► OUTSIDE ──answered there──► left: OVERFLOWED
 *                 └──── nobody there ──┘
 *   abandoned, timed out, overflowed ...: left, from any of them
 * </pre>
 *
 * OFFERING and OUTSIDE still count as waiting: place and timers run on.
 */
public enum CallState {
  /** In its queue, no agent asked. */
  WAITING(0),
  /** At least one agent is asked. */
  OFFERING(1),
  /** An agent answered; no audio yet. */
  CONNECTING(2),
  /** Somebody outside of the centre is asked. */
  OUTSIDE(3);

  /** How many there are. */
  static final int COUNT = 4;

  private static final CallState[] BY_CODE = {WAITING, OFFERING, CONNECTING, OUTSIDE};

  /** The number that stands for it in tables. */
  final int code;

  /** Whether agents are looked for or asked, and none has answered. */
  public boolean isForAgents() {
    return this == WAITING || this == OFFERING;
  }

  CallState(int code) {
    this.code = code;
  }

  static CallState of(int code) {
    return BY_CODE[code];
  }
}
