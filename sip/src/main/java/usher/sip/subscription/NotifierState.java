package usher.sip.subscription;

/**
 * Where a subscription is between its notifications. No more than one NOTIFY is under way, so that
 * a slow phone gets fewer of them and not later ones; after each there is a rest; what changes
 * meanwhile is one change, shown as it is when its turn comes.
 *
 * <pre>
 *             changed                delivered, or to come later
 *   QUIET ──────────────► SENT ───────────────────────────► RESTING ────► QUIET
 *                          │                                   │   rested
 *                          │ changed                           │ changed
 *                          ▼             delivered             ▼
 *                     SENT_CHANGED ────────────────► RESTING_CHANGED ────► SENT
 *                          │                                       rested
 *                          │ ended
 *                          ▼             delivered
 *   SENT ── ended ──► SENT_ENDING ──────────────────► LAST_SENT ────► OVER
 *                                                         ▲    any answer
 *   QUIET, RESTING, RESTING_CHANGED ──────── ended ───────┘
 *
 *   To come later (Retry-After) leads from SENT to RESTING_CHANGED: what was sent was not taken.
 *   From wherever a NOTIFY is under way: failed ──► OVER (RFC 6665 4.2.2)
 * </pre>
 */
enum NotifierState {
  /** The subscriber knows all. */
  QUIET,
  /** A NOTIFY is under way. */
  SENT,
  /** The same, and what it says is old already. */
  SENT_CHANGED,
  /** The next may not follow yet. */
  RESTING,
  /** The same, and there is something to say. */
  RESTING_CHANGED,
  /** A NOTIFY is under way, and the last one has to follow. */
  SENT_ENDING,
  /** The last NOTIFY is under way. */
  LAST_SENT,
  /** Nothing can come any more. */
  OVER;

  /** What happens to a subscription. */
  enum Input {
    /** There is something new to show, or the subscriber asks to be shown. */
    CHANGED,
    /** The NOTIFY was answered with 2xx. */
    DELIVERED,
    /** The NOTIFY was refused for a while. */
    POSTPONED,
    /** The NOTIFY was refused, or not answered at all. */
    FAILED,
    /** The rest is over. */
    RESTED,
    /** Time has run out, or the subscriber or we want no more. */
    ENDED
  }

  /** What has to be done. */
  enum Deed {
    NOTHING,
    NOTIFY,
    LAST,
    REST,
    FORGET
  }

  /** What follows of an input. */
  record Step(NotifierState next, Deed deed) {}

  Step on(Input input) {
    return switch (input) {
      case CHANGED -> changed();
      case DELIVERED -> delivered();
      case POSTPONED -> postponed();
      case FAILED -> isUnderWay() ? new Step(OVER, Deed.FORGET) : stay();
      case RESTED -> rested();
      case ENDED -> ended();
    };
  }

  private boolean isUnderWay() {
    return switch (this) {
      case SENT, SENT_CHANGED, SENT_ENDING, LAST_SENT -> true;
      case QUIET, RESTING, RESTING_CHANGED, OVER -> false;
    };
  }

  private Step stay() {
    return new Step(this, Deed.NOTHING);
  }

  private Step changed() {
    return switch (this) {
      case QUIET -> new Step(SENT, Deed.NOTIFY);
      case SENT -> new Step(SENT_CHANGED, Deed.NOTHING);
      case RESTING -> new Step(RESTING_CHANGED, Deed.NOTHING);
      case SENT_CHANGED, RESTING_CHANGED, SENT_ENDING, LAST_SENT, OVER -> stay();
    };
  }

  private Step delivered() {
    return switch (this) {
      case SENT -> new Step(RESTING, Deed.REST);
      case SENT_CHANGED -> new Step(RESTING_CHANGED, Deed.REST);
      case SENT_ENDING -> new Step(LAST_SENT, Deed.LAST);
      case LAST_SENT -> new Step(OVER, Deed.FORGET);
      case QUIET, RESTING, RESTING_CHANGED, OVER -> stay();
    };
  }

  private Step postponed() {
    return this == SENT ? new Step(RESTING_CHANGED, Deed.REST) : delivered();
  }

  private Step rested() {
    return switch (this) {
      case RESTING -> new Step(QUIET, Deed.NOTHING);
      case RESTING_CHANGED -> new Step(SENT, Deed.NOTIFY);
      case QUIET, SENT, SENT_CHANGED, SENT_ENDING, LAST_SENT, OVER -> stay();
    };
  }

  private Step ended() {
    return switch (this) {
      case QUIET, RESTING, RESTING_CHANGED -> new Step(LAST_SENT, Deed.LAST);
      case SENT, SENT_CHANGED -> new Step(SENT_ENDING, Deed.NOTHING);
      case SENT_ENDING, LAST_SENT, OVER -> stay();
    };
  }
}
