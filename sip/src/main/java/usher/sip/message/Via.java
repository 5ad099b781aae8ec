package usher.sip.message;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a Via value (RFC 3261 20.42) that transactions and transports need.
 *
 * @param protocol the transport's token in upper case, for example {@code UDP}
 * @param host the sent-by host, without the brackets of an IPv6 reference
 * @param port the sent-by port, or -1 where none was written
 * @param branch the branch parameter, null where there is none (RFC 2543)
 * @param rport true where an {@code rport} parameter is present (RFC 3581)
 * @param magicCookie true where the branch begins with {@code z9hG4bK} in any case: the client
 *     follows RFC 3261
 * @param overloadControl true where the peer wants to be told how much it should send (RFC 7339
 *     4.1: {@code oc} without a value)
 */
public record Via(
    String protocol,
    String host,
    int port,
    @Nullable String branch,
    boolean rport,
    boolean magicCookie,
    boolean overloadControl) {

  /** What every branch of an RFC 3261 element begins with (RFC 3261 8.1.1.7). */
  public static final String MAGIC_COOKIE = "z9hG4bK";

  private static final int DEFAULT_PORT = 5060;
  private static final int DEFAULT_SECURE_PORT = 5061;

  /** The sent-by port, or the transport's default where none was written (RFC 3261 18.1.1). */
  public int effectivePort() {
    if (port >= 0) {
      return port;
    }
    return protocol.equals("TLS") || protocol.equals("WSS") ? DEFAULT_SECURE_PORT : DEFAULT_PORT;
  }

  /** Reads the first of the comma-separated values of a Via header field. */
  static Via parse(String value) throws MalformedMessageException {
    return new ViaScanner(value).scan();
  }
}
