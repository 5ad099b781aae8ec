package usher.core.config;

import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.sip.address.SipURI;

/** SIP URIs of phones that do not register. */
final class Contacts {

  private static final int LENGTH_MAX = 256;
  private static final int SIP_PORT = 5060;
  private static final int SIPS_PORT = 5061;
  private static final Set<String> TRANSPORTS = Set.of("udp", "tcp", "tls");

  private Contacts() {}

  /** The text itself if it is a usable contact. */
  static Optional<String> parse(String text) {
    return uri(text).filter(Contacts::usable).map(_ -> text);
  }

  /** The same for two contacts that reach the same phone. */
  static String place(String contact) {
    return uri(contact).map(Contacts::place).orElse(contact);
  }

  private static Optional<SipURI> uri(String text) {
    try {
      return text.startsWith("sip:") && text.length() <= LENGTH_MAX
          ? Optional.of(new StringMsgParser().parseSIPUrl(text))
          : Optional.empty();
    } catch (ParseException | RuntimeException _) {
      // The parser lets a few unchecked exceptions through on odd input.
      return Optional.empty();
    }
  }

  private static boolean usable(SipURI uri) {
    return uri.getUser() != null
        && uri.getHost() != null
        && uri.getPort() <= PortRange.HIGHEST
        && uri.getPort() != 0
        && TRANSPORTS.contains(transport(uri));
  }

  private static String place(SipURI uri) {
    int usual = transport(uri).equals("tls") ? SIPS_PORT : SIP_PORT;
    int port = uri.getPort() < 0 ? usual : uri.getPort();
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    return uri.getUser() + "@" + host + ":" + port + ";" + transport(uri);
  }

  private static String transport(SipURI uri) {
    String named = uri.getTransportParam();
    return named == null ? "udp" : named.toLowerCase(Locale.ROOT);
  }
}
