package usher.core.trunk;

import gov.nist.javax.sip.header.ims.PAssertedIdentityHeader;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.address.URI;
import javax.sip.header.FromHeader;
import org.jspecify.annotations.Nullable;
import usher.core.call.CallerIdentity;
import usher.core.config.TrunkConfig;
import usher.sip.message.AddressValue;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipRequest;
import usher.sip.message.Uris;
import usher.sip.transport.Flow;

/** Reads from an INVITE who calls; what only a trusted trunk may say, only from one. */
public final class IdentityReader {
  /** RFC 3323 4.2 and RFC 3325 9.3: any of them keeps the caller's number from the called. */
  private static final Set<String> WITHHOLDING = Set.of("id", "user", "header");

  private static final String UNKNOWN = "<sip:anonymous@anonymous.invalid>";

  private IdentityReader() {}

  /** Who sent this INVITE from there, to a centre with these trunks. */
  public static CallerIdentity read(SipRequest invite, Flow flow, List<TrunkConfig> trunks) {
    return read(
        invite,
        trunks.stream()
            .filter(trunk -> trunk.includes(flow.remote().getAddress()))
            .findFirst()
            .orElse(null));
  }

  /** Who sent this INVITE over this trunk; null for none. */
  static CallerIdentity read(SipRequest invite, @Nullable TrunkConfig trunk) {
    String address = address(invite);
    if (trunk == null || !trunk.trusted()) {
      String name = trunk == null ? "" : trunk.name();
      return new CallerIdentity(address, name, false, null, null, false, List.of(), List.of(), "");
    }
    Address asserted = asserted(invite);
    return new CallerIdentity(
        address,
        trunk.name(),
        true,
        asserted == null ? null : asserted.toString(),
        asserted == null ? null : user(asserted.getURI()),
        isWithheld(invite),
        invite.headers(Header.HISTORY_INFO),
        invite.headers(Header.DIVERSION),
        divertedFrom(invite));
  }

  /** The caller as he says it himself, without the tag. */
  private static String address(SipRequest invite) {
    try {
      FromHeader from = invite.first(Header.FROM, FromHeader.class);
      return from == null ? UNKNOWN : from.getAddress().toString();
    } catch (MalformedMessageException e) {
      return UNKNOWN;
    }
  }

  /** RFC 3325 9.1: there may be a SIP URI and a tel URI, which say the same. */
  private static @Nullable Address asserted(SipRequest invite) {
    try {
      PAssertedIdentityHeader identity =
          invite.first(Header.P_ASSERTED_IDENTITY, PAssertedIdentityHeader.class);
      return identity == null ? null : identity.getAddress();
    } catch (MalformedMessageException e) {
      return null;
    }
  }

  private static boolean isWithheld(SipRequest invite) {
    return invite.headers(Header.PRIVACY).stream()
        .flatMap(value -> Stream.of(value.split("[;,]", -1)))
        .anyMatch(word -> WITHHOLDING.contains(word.strip().toLowerCase(Locale.ROOT)));
  }

  /**
   * RFC 5806 puts the latest diversion first; RFC 7044 ends with where the call is now, so who
   * passed it on stands before that.
   */
  private static String divertedFrom(SipRequest invite) {
    List<String> diversions = users(invite, Header.DIVERSION);
    if (!diversions.isEmpty()) {
      return diversions.getFirst();
    }
    List<String> history = users(invite, Header.HISTORY_INFO);
    return history.size() < 2 ? "" : history.get(history.size() - 2);
  }

  private static List<String> users(SipRequest invite, Header header) {
    try {
      return invite.addresses(header).stream().map(IdentityReader::user).toList();
    } catch (MalformedMessageException e) {
      return List.of();
    }
  }

  private static String user(AddressValue address) {
    try {
      String user = user(Uris.parse(address.uri()));
      return user == null ? "" : user;
    } catch (MalformedMessageException e) {
      return "";
    }
  }

  private static @Nullable String user(URI uri) {
    return switch (uri) {
      case SipURI sip -> sip.getUser();
      case TelURL tel -> (tel.isGlobal() ? "+" : "") + tel.getPhoneNumber().replace("+", "");
      default -> null;
    };
  }
}
