package usher.sip.netty;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * For whom a certificate speaks (RFC 5922 7.1): the domains of its SIP URIs, or where it has none
 * its DNS names; and its addresses, for peers that are called by address. A common name alone is
 * none (RFC 9525 6.3).
 */
final class CertificateNames {
  /** The kinds of alternative names, RFC 5280 4.2.1.6. */
  private static final int DNS = 2;

  private static final int URI = 6;
  private static final int ADDRESS = 7;

  private static final String SIP = "sip";

  private CertificateNames() {}

  /**
   * RFC 5922 7.2: names are the same as a whole or not at all; "implementations MUST NOT match any
   * form of wildcard".
   */
  static boolean show(X509Certificate certificate, Set<String> expected) {
    return of(certificate).stream().anyMatch(expected::contains);
  }

  /** In lower case. */
  static Set<String> of(X509Certificate certificate) {
    Collection<List<?>> all = alternatives(certificate);
    Set<String> domains = texts(all, URI).map(CertificateNames::domain).collect(Collectors.toSet());
    domains.remove("");
    return Stream.concat(
            domains.isEmpty() ? texts(all, DNS) : domains.stream(), texts(all, ADDRESS))
        .map(CertificateNames::lower)
        .collect(Collectors.toSet());
  }

  private static Collection<List<?>> alternatives(X509Certificate certificate) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      return all == null ? List.of() : all;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /** Each is a pair of kind and value, which is text for the kinds that we look at. */
  private static Stream<String> texts(Collection<List<?>> alternatives, int kind) {
    return alternatives.stream()
        .filter(each -> Integer.valueOf(kind).equals(each.getFirst()))
        .map(each -> String.valueOf(each.get(1)));
  }

  /** "If the scheme of the URI value is not sip [or] contains a userpart", it is no domain. */
  private static String domain(String uri) {
    try {
      URI parsed = new URI(uri);
      String host = parsed.getSchemeSpecificPart();
      return SIP.equalsIgnoreCase(parsed.getScheme()) && host.indexOf('@') < 0 ? host : "";
    } catch (URISyntaxException e) {
      return "";
    }
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
