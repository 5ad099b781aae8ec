package usher.routing.call;

/**
 * Where a call stands between arriving and leaving.
 *
 * <pre>
 *   arrive ──► WAITING ──offer──► OFFERING ──2xx──► CONNECTING ──audio──► left: ANSWERED
 *                 ▲                  │                  │
 *                 └── last offer failed ── PREBRIDGE_DROP
 *   abandoned, timed out, overflowed ...: left, from any of them
 * </pre>
 *
 * OFFERING still counts as waiting: place and timers run on.
 */
public enum CallState {
  /** In its queue, no agent asked. */
  WAITING,
  /** At least one agent is asked. */
  OFFERING,
  /** An agent answered; no audio yet. */
  CONNECTING
}
