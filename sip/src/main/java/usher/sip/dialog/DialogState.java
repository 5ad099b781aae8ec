package usher.sip.dialog;

/**
 * The life of a dialog, from its INVITE on.
 *
 * <pre>
 *   a call to us:    PROCEEDING --accept--> ACCEPTED --ACK--> CONFIRMED --BYE, hangUp--> ENDED
 *                     | reject, CANCEL,      | BYE, or no ACK: BYE
 *                     | BYE, Expires         |
 *                     v                      v
 *                    ENDED                  ENDED
 *
 *   a call of ours:  CALLING --2xx: ACK--> CONFIRMED --BYE, hangUp--> ENDED
 *                     | | hangUp
 *                     | +------> CANCELLING --final, or 2xx: ACK, BYE--> ENDED
 *                     | refused
 *                     v
 *                    ENDED
 * </pre>
 *
 * <p>A hang-up in ACCEPTED waits for the ACK ({@link Ending}).
 */
enum DialogState {
  /** The caller waits for our final response. */
  PROCEEDING,
  /** We wait for the callee's. */
  CALLING,
  /** We have given up, and wait for it all the same. */
  CANCELLING,
  /** Our 2xx is out, its ACK not in. */
  ACCEPTED,
  /** Both sides know of the session. */
  CONFIRMED,
  /** Nothing can come of it any more. */
  ENDED
}
