package usher.sip.subscription;

/** Why a subscription ends, as its last NOTIFY says (RFC 6665 4.1.3). */
enum Ending {
  /** Its time is over, or the subscriber wants no more. */
  TIMEOUT("timeout"),
  /** What was watched is there no more. */
  NO_RESOURCE("noresource"),
  /** It is another list by now; who comes back gets that. */
  CHANGED("deactivated"),
  /** The server stops; who comes back then is served again. */
  STOPPING("probation;retry-after=" + Subscriptions.STOPPED_S);

  private final String reason;

  Ending(String reason) {
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
