package usher.sip.registrar;

import java.io.ByteArrayOutputStream;
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

  /** By hand: what the JDK has for it decodes forms, where a plus sign is a space. */
  private static String unescaped(String user) throws MalformedMessageException {
    byte[] text = user.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream plain = new ByteArrayOutputStream(text.length);
    for (int at = 0; at < text.length; at++) {
      if (text[at] == '%') {
        plain.write(octet(text, at + 1));
        at += 2;
      } else {
        plain.write(text[at]);
      }
    }
    return plain.toString(StandardCharsets.UTF_8);
  }

  private static int octet(byte[] text, int at) throws MalformedMessageException {
    int high = at + 1 < text.length ? Character.digit(text[at], 16) : -1;
    int low = at + 1 < text.length ? Character.digit(text[at + 1], 16) : -1;
    if (high < 0 || low < 0) {
      throw new MalformedMessageException("To has a % that escapes nothing");
    }
    return high << 4 | low;
  }
}
