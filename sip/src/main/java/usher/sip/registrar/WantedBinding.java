package usher.sip.registrar;

import java.util.ArrayList;
import java.util.List;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import org.jspecify.annotations.Nullable;
import usher.sip.message.AddressValue;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipRequest;
import usher.sip.message.Tokens;

/**
 * One Contact of a REGISTER.
 *
 * @param text the URI as written
 * @param uri the same, to be compared by the rules of RFC 3261 19.1.4
 * @param priority in thousandths
 * @param expiresS seconds; 0 takes the binding back
 * @param instance which registration of which phone it is (RFC 5626 6), empty where it does not say
 */
record WantedBinding(String text, SipURI uri, int priority, long expiresS, String instance) {
  /** RFC 3261 10.3: what holds where the request says nothing, or nothing that can be read. */
  static final long DEFAULT_EXPIRES_S = 3600;

  private static final int HIGHEST_PRIORITY = 1000;
  private static final int MOST_DIGITS = 10;

  /** RFC 3261 10.2.2: "The REGISTER-specific Contact header field value of '*'". */
  static boolean isForAll(SipRequest request) {
    return request.headers(Header.CONTACT).equals(List.of("*"));
  }

  /**
   * All Contacts of a request.
   *
   * @throws MalformedMessageException where one of them is no SIP URI
   */
  static List<WantedBinding> of(SipRequest request) throws MalformedMessageException {
    List<AddressValue> addresses = request.addresses(Header.CONTACT);
    List<ContactHeader> contacts = request.typed(Header.CONTACT, ContactHeader.class);
    if (addresses.size() != contacts.size()) {
      throw new MalformedMessageException("Contact can be read in two ways");
    }
    List<WantedBinding> wanted = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      wanted.add(of(addresses.get(i), contacts.get(i), request));
    }
    return wanted;
  }

  private static WantedBinding of(AddressValue address, ContactHeader contact, SipRequest request)
      throws MalformedMessageException {
    if (contact.getAddress().getURI() instanceof SipURI uri) {
      int priority = priority(address.parameters().get("q"));
      long expiresS = expiresS(address, request);
      return new WantedBinding(address.uri(), uri, priority, expiresS, instance(address));
    }
    throw new MalformedMessageException("Contact is no SIP URI");
  }

  private static String instance(AddressValue address) {
    String instance = address.parameters().get("+sip.instance");
    String registration = address.parameters().get("reg-id");
    return instance == null || registration == null ? "" : instance + ' ' + registration;
  }

  /**
   * True where it takes the other's place: the same URI (10.3 step 7), or the same registration of
   * the same phone, which has a new address (RFC 5626 6).
   */
  boolean replaces(WantedBinding other) {
    return uri.equals(other.uri) || (!instance.isEmpty() && instance.equals(other.instance));
  }

  /** 10.3 step 7: the "expires" parameter, else the Expires header field, else our own default. */
  private static long expiresS(AddressValue address, SipRequest request) {
    String own = address.parameters().get("expires");
    return seconds(own == null ? request.header(Header.EXPIRES) : own);
  }

  /** 10.2.1.1: "malformed values SHOULD be treated as equivalent to 3600"; huge ones are long. */
  private static long seconds(@Nullable String text) {
    if (text == null || !Tokens.areDigits(text)) {
      return DEFAULT_EXPIRES_S;
    }
    return text.length() > MOST_DIGITS ? Integer.MAX_VALUE : Long.parseLong(text);
  }

  /** RFC 3261 25.1 {@code qvalue}: 0 to 1 with up to three decimals; 1 where there is none. */
  private static int priority(@Nullable String q) {
    if (q == null || !q.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")) {
      return HIGHEST_PRIORITY;
    }
    return (int) Math.round(Double.parseDouble(q) * HIGHEST_PRIORITY);
  }
}
