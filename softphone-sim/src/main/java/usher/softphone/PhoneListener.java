package usher.softphone;

/**
 * Hears what happens to a phone. Each is called as the last act of a step, on the phone's thread,
 * so it may make the phone do the next thing at once.
 */
public interface PhoneListener {
  /** Hears nothing. */
  PhoneListener NONE = new PhoneListener() {};

  /** The phone can be called through its server; not told again when that is only refreshed. */
  default void onRegistered(Softphone phone) {}

  /** The server knows the phone no longer, because the phone wanted so. */
  default void onUnregistered(Softphone phone) {}

  /**
   * The server did not take the registration, or its refreshment.
   *
   * @param status its answer; 408 where there was none, 503 where it could not be reached
   */
  default void onRegistrationFailed(Softphone phone, int status) {}

  /** A call for the phone; nothing was answered yet. */
  default void onIncomingCall(PhoneCall call) {}

  /** A call of the phone got a provisional response above 100. */
  default void onProgress(PhoneCall call, int status) {}

  /** A call of the phone was answered, or the answer that the phone gave was acknowledged. */
  default void onEstablished(PhoneCall call) {}

  /** The session changed: somebody holds, or holds no more. */
  default void onSessionChanged(PhoneCall call) {}

  /** The other side pressed a key. */
  default void onDigit(PhoneCall call, char digit) {}

  /** The answer to {@link PhoneCall#transfer}, and then how the transfer fares. */
  default void onTransferProgress(PhoneCall call, int status) {}

  /** The call is over; once for every call. */
  default void onEnded(PhoneCall call, CallEnd end) {}
}
