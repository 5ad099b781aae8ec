package usher.sip.registrar;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import javax.sip.address.SipURI;
import javax.sip.header.ToHeader;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipRequest;

/** Whose bindings a REGISTER is about. */
final class AddressOfRecord {
  private AddressOfRecord() {}

  /**
   * The user of the To header field. RFC 3261 10.3 step 5: "all URI parameters MUST be removed
   * (including the user-param), and any escaped characters MUST be converted to their unescaped
   * form". Host and port are left out too: the domain is one.
   *
   * @param domains in lower case
   * @return null where no user of these domains is meant
   * @throws MalformedMessageException where it is no SIP URI
   */
  static @Nullable String user(SipRequest request, Set<String> domains)
      throws MalformedMessageException {
    ToHeader to = request.first(Header.TO, ToHeader.class);
    if (to == null || !(to.getAddress().getURI() instanceof SipURI uri)) {
      throw new MalformedMessageException("To is no SIP URI");
    }
    boolean ours = domains.contains(uri.getHost().toLowerCase(Locale.ROOT));
    return ours && uri.getUser() != null ? unescaped(uri.getUser()) : null;
  }

  private static String unescaped(String user) throws MalformedMessageException {
    try {
      // A form's encoding, but for the plus sign, which is itself in a URI.
      return URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MalformedMessageException("To has a % that escapes nothing");
    }
  }
}
