package usher.core.config;

/** Where a call goes. */
public sealed interface Way {

  /** Into a queue. */
  record ToQueue(String queue) implements Way {}

  /**
   * Away, before it was answered.
   *
   * @param status of the SIP response, {@value #STATUS_MIN} to {@value #STATUS_MAX}
   */
  record Refuse(int status) implements Way {}

  int STATUS_MIN = 400;
  int STATUS_MAX = 699;
}
