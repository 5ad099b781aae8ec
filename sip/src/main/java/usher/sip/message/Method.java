package usher.sip.message;

/**
 * Request methods that this stack knows by name; every other token is {@link #OTHER} and keeps its
 * text.
 */
public enum Method {
  INVITE,
  ACK,
  BYE,
  CANCEL,
  OPTIONS,
  REGISTER,
  PRACK,
  UPDATE,
  INFO,
  REFER,
  SUBSCRIBE,
  NOTIFY,
  MESSAGE,
  PUBLISH,
  OTHER;

  private static final Method[] ALL = values();

  /**
   * The method of this name. Names are case-sensitive (RFC 3261 7.1), hence {@code invite} is
   * {@link #OTHER}.
   */
  public static Method of(String name) {
    for (Method method : ALL) {
      if (method != OTHER && method.name().equals(name)) {
        return method;
      }
    }
    return OTHER;
  }

  /** This name; always the same string for the methods that have one here. */
  static String text(String name) {
    Method known = of(name);
    return known == OTHER ? name : known.name();
  }
}
