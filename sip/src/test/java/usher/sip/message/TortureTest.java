package usher.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The torture tests of RFC 4475 and RFC 5118: what guard and rules together make of each message.
 * "accepted" leaves it to registrar, dialogs and calls; "dropped" means no answer; a number is the
 * status of the answer, which the guard gives without state or the rules within a transaction.
 */
class TortureTest {
  private static final Map<String, byte[]> MESSAGES = TortureMessages.all();
  private static final InetSocketAddress SOURCE =
      new InetSocketAddress(InetAddress.ofLiteral("198.51.100.7"), 5070);

  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "3.1.1.1 A Short Tortuous INVITE,                  wsinv,      accepted",
        "3.1.1.2 Wide Range of Valid Characters,           intmeth,    501 Not Implemented",
        "3.1.1.3 Valid Use of the % Escaping Mechanism,    esc01,      accepted",
        "3.1.1.4 Escaped Nulls in URIs,                    escnull,    accepted",
        "3.1.1.5 Use of % When It Is Not an Escape,        esc02,      501 Not Implemented",
        "3.1.1.6 Message with No LWS between Display Name and <, lwsdisp, accepted",
        "3.1.1.7 Long Values in Header Fields,             longreq,    accepted",
        "3.1.1.8 Extra Trailing Octets in a UDP Datagram,  dblreq,     accepted",
        "3.1.1.9 Semicolon-Separated Parameters in URI User Part, semiuri, accepted",
        "3.1.1.10 Varied and Unknown Transport Types,      transports, accepted",
        "3.1.1.11 Multipart MIME Message,                  mpart01,    405 Method Not Allowed",
        "3.1.1.12 Unusual Reason Phrase,                   unreason,   accepted",
        "3.1.1.13 Empty Reason Phrase,                     noreason,   accepted",
        "3.1.2.1 Extraneous Header Field Separators,       badinv01,   dropped",
        "3.1.2.2 Content Length Larger Than Message,       clerr, 400 Content-Length larger than"
            + " the message",
        "3.1.2.3 Negative Content-Length, ncl, 400 Content-Length is no number from 0 to 999999999",
        "3.1.2.4 Request Scalar Fields with Overlarge Values, scalar02, 400 CSeq is no number below"
            + " 2**31 and a method",
        "3.1.2.5 Response Scalar Fields with Overlarge Values, scalarlg, dropped",
        "3.1.2.6 Unterminated Quoted String in Display Name, quotbal, 400 An address has an"
            + " unterminated quoted string",
        "3.1.2.7 <> Enclosing Request-URI,                 ltgtruri,   400 URI without a scheme",
        "3.1.2.8 Malformed SIP Request-URI (embedded LWS), lwsruri, `400 Request line is not:"
            + " method, URI, SIP/2.0`",
        "3.1.2.9 Multiple SP Separating Request-Line Elements, lwsstart, `400 Request line is not:"
            + " method, URI, SIP/2.0`",
        "3.1.2.10 SP Characters at End of Request-Line,    trws,       400 Request line does not"
            + " end with SIP/2.0",
        "3.1.2.11 Escaped Headers in SIP Request-URI,      escruri,    400 Header fields in the"
            + " Request-URI",
        "3.1.2.12 Invalid Time Zone in Date Header Field,  baddate,    accepted",
        "3.1.2.13 Failure to Enclose name-addr URI in <>,  regbadct, 400 Contact has a URI with"
            + " header fields outside angle brackets",
        "3.1.2.14 Spaces within addr-spec,                 badaspec,   400 To has a URI without a"
            + " scheme",
        "3.1.2.15 Non-token Characters in Display Name,    baddn, `400 To has a display name with ,"
            + " that is not quoted`",
        "3.1.2.16 Unknown Protocol Version,                badvers,    505 Version Not Supported",
        "3.1.2.17 Start Line and CSeq Method Mismatch,     mismatch01, 400 CSeq does not match the"
            + " method",
        "3.1.2.18 Unknown Method with CSeq Method Mismatch, mismatch02, 501 Not Implemented",
        "3.1.2.19 Overlarge Response Code,                 bigcode,    dropped",
        "3.2.1 Missing Transaction Identifier, badbranch, 400 Via branch has nothing behind the"
            + " magic cookie",
        "3.3.1 Missing Required Header Fields,             insuf,      400 Missing Call-ID",
        "3.3.2 Request-URI with Unknown Scheme,            unkscm,     416 Unsupported URI Scheme",
        "3.3.3 Request-URI with Known but Atypical Scheme, novelsc,    416 Unsupported URI Scheme",
        "3.3.4 Unknown URI Schemes in Header Fields,       unksm2,     accepted",
        "3.3.5 Proxy-Require and Require,                  bext01,     420 Bad Extension",
        "3.3.6 Unknown Content-Type,                       invut,      415 Unsupported Media Type",
        "3.3.7 Unknown Authorization Scheme,               regaut01,   accepted",
        "3.3.8 Multiple Values in Single Value Required Fields, multi01, 400 More than one"
            + " Max-Forwards",
        "3.3.9 Multiple Content-Length Values,             mcl01,      400 More than one"
            + " Content-Length",
        "3.3.10 200 OK Response with Broadcast Via Header Field Value, bcast, dropped",
        "3.3.11 Max-Forwards of Zero,                      zeromf,     accepted",
        "3.3.12 REGISTER with a Contact Header Parameter,  cparam01,   accepted",
        "3.3.13 REGISTER with a url-parameter,             cparam02,   accepted",
        "3.3.14 REGISTER with a URL Escaped Header,        regescrt,   accepted",
        "3.3.15 Unacceptable Accept Offering,              sdp01,      406 Not Acceptable",
        "3.4.1 INVITE with RFC 2543 Syntax,                inv2543,    accepted",
        "4.1 Valid SIP Message with an IPv6 Reference,     ipv6-good,  accepted",
        "4.2 Invalid SIP Message with an IPv6 Reference,   ipv6-bad,   400 SIP URI with a port that"
            + " is none",
        "4.3 Port Ambiguous in a SIP URI,                  port-ambiguous, accepted",
        "4.4 Port Unambiguous in a SIP URI,                port-unambiguous, accepted",
        "4.5 IPv6 Reference Delimiters in a Via,           via-received-param-with-delim, accepted",
        "4.5 no Delimiters in a Via,                       via-received-param-no-delim, accepted",
        "4.6 SIP Request with IPv6 Addresses in the SDP,   ipv6-in-sdp, accepted",
        "4.7 Multiple IP Addresses in SIP Headers,         mult-ip-in-header, accepted",
        "4.8 Multiple IP Addresses in SDP,                 mult-ip-in-sdp, accepted",
        "4.9 IPv4-Mapped IPv6 Addresses,                   ipv4-mapped-ipv6, accepted",
        "4.10 IPv6 Reference Bug in the ABNF,              ipv6-bug-abnf-3-colons, accepted",
        "4.10 IPv6 Reference as it was meant,              ipv6-correct-abnf-2-colons, accepted",
      })
  void everyMessageHasItsOutcome(String title, String name, String outcome) {
    assertThat(outcome(MessageGuard.examine(bytes(name), SOURCE))).as(title).isEqualTo(outcome);
  }

  private static String outcome(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted(SipRequest request) -> ruled(RequestRules.check(request));
      case Verdict.Accepted(SipResponse _) -> "accepted";
      case Verdict.Refused(StatelessAnswer answer, _) -> statusLine(answer.bytes());
      case Verdict.Dropped _ -> "dropped";
    };
  }

  private static String ruled(@Nullable Refusal refusal) {
    return refusal == null ? "accepted" : refusal.status() + " " + refusal.reason();
  }

  private static String statusLine(byte[] answer) {
    String text = new String(answer, StandardCharsets.UTF_8);
    return text.substring("SIP/2.0 ".length(), text.indexOf("\r\n"));
  }

  @Test
  void everyMessageIsInTheTable() {
    assertThat(MESSAGES).hasSize(61);
  }

  private static byte[] bytes(String name) {
    return Objects.requireNonNull(MESSAGES.get(name), name).clone();
  }

  private static SipRequest request(String name) {
    return (SipRequest) ((Verdict.Accepted) MessageGuard.examine(bytes(name), SOURCE)).message();
  }

  private static Refusal refusal(String name) {
    return Objects.requireNonNull(RequestRules.check(request(name)));
  }

  @Test
  void whatFollowsTheBodyInADatagramIsIgnored() {
    assertThat(request("dblreq").toString()).endsWith("\r\n\r\n").doesNotContain("INVITE");
  }

  @Test
  void anEscapedUserPartIsNotDecodedIntoAnotherUri() throws Exception {
    SipURI uri = (SipURI) request("esc01").uri();
    assertThat(uri.getHost()).isEqualTo("example.net");
    assertThat(uri.toString()).startsWith("sip:sips%3Auser%40example.com@");
  }

  @Test
  void foldedAndSpacedHeaderFieldsHaveTheirValues() throws Exception {
    SipRequest wsinv = request("wsinv");
    assertThat(wsinv.toTag()).isEqualTo("1918181833n");
    assertThat(wsinv.cseq()).isEqualTo(9);
    assertThat(wsinv.topVia().host()).isEqualTo("192.0.2.2");
    assertThat(wsinv.headers("NewFangledHeader"))
        .containsExactly("newfangled value continued newfangled value");
    ContactHeader contact = wsinv.first(Header.CONTACT, ContactHeader.class);
    assertThat(Objects.requireNonNull(contact).getQValue()).isEqualTo(0.33f);
  }

  @Test
  void anIpv6ReferenceTakesItsColonsWithIt() throws Exception {
    assertThat(((SipURI) request("port-ambiguous").uri()).getPort()).isEqualTo(-1);
    assertThat(((SipURI) request("port-unambiguous").uri()).getPort()).isEqualTo(5070);
  }

  @Test
  void aSemicolonInTheUserPartIsPartOfTheUser() throws Exception {
    SipURI uri = (SipURI) request("semiuri").uri();
    assertThat(uri.getHost()).isEqualTo("example.com");
    assertThat(uri.toString()).contains("user;par=u%40example.net@");
  }

  @Test
  void aContactParameterIsOfTheUriOrOfTheHeaderField() throws Exception {
    assertThat(contactUri("cparam01")).doesNotContain("unknownparam");
    assertThat(contactUri("cparam02")).contains("unknownparam");
  }

  private static String contactUri(String name) throws MalformedMessageException {
    List<ContactHeader> contacts = request(name).typed(Header.CONTACT, ContactHeader.class);
    return contacts.getFirst().getAddress().getURI().toString();
  }

  @Test
  void anUnquotedUriWithoutBracketsLeavesItsTagToTheHeaderField() throws Exception {
    FromHeader from = request("inv2543").first(Header.FROM, FromHeader.class);
    assertThat(Objects.requireNonNull(from).getTag()).isNull();
  }

  @Test
  void refusalsSayWhatWouldBeUnderstood() {
    assertThat(refusal("esc02").headers()).containsEntry(Header.ALLOW, RequestRules.ALLOW);
    assertThat(refusal("invut").headers()).containsEntry(Header.ACCEPT, "application/sdp");
    assertThat(refusal("bext01").headers())
        .containsEntry(
            Header.UNSUPPORTED,
            "nothingSupportsThis, nothingSupportsThisEither, "
                + "noProxiesSupportThis, norDoAnyProxiesSupportThis");
  }

  @Test
  void theAnswerToADamagedRequestCopiesWhatCanBeRead() {
    Verdict.Refused refused = (Verdict.Refused) MessageGuard.examine(bytes("quotbal"), SOURCE);
    assertThat(new String(refused.answer().bytes(), StandardCharsets.UTF_8))
        .contains("Via: SIP/2.0/UDP 192.0.2.59:5050;branch=z9hG4bKkdjuw39234;received=198.51.100.7")
        .contains("From: sip:caller@example.net;tag=93334\r\n")
        .contains("To: \"Mr. J. User <sip:j.user@example.com>;tag=")
        .contains("Call-ID: quotbal.aksdj\r\n")
        .contains("CSeq: 8 INVITE\r\n");
  }

  @Test
  void theAnswerToADamagedResponseIsSilence() {
    for (String name : List.of("scalarlg", "bigcode", "bcast")) {
      assertThat(MessageGuard.examine(bytes(name), SOURCE)).isInstanceOf(Verdict.Dropped.class);
    }
  }

  @Test
  void whatWeDoNotUnderstandStaysAsItIs() {
    assertThat(request("intmeth").bytes()).isEqualTo(bytes("intmeth"));
    assertThat(request("mpart01").bytes()).isEqualTo(bytes("mpart01"));
  }
}
