package usher.sip.transport;

/** Hosts as URIs and Vias write them. */
public final class HostText {
  private HostText() {}

  /** An IPv6 address in brackets (RFC 3261 25.1, IPv6reference), anything else as it is. */
  public static String of(String host) {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }
}
