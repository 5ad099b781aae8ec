package usher.sip.registrar;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipWriter;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** A phone that registers: builds requests, answers challenges, counts its CSeq. */
final class RegisteringPhone {
  static final InetSocketAddress SERVER = address("192.0.2.100", 5060);

  private final Registrar registrar;
  private final String user;
  private final String password;
  private final List<String> headers = new ArrayList<>();
  private String to;
  private String callId;
  private Flow flow;
  private int cseq;

  RegisteringPhone(Registrar registrar, String user, String password) {
    this.registrar = registrar;
    this.user = user;
    this.password = password;
    this.to = "<sip:" + user + "@usher.test>";
    this.callId = "call-of-" + user;
    this.flow = flow(TransportProtocol.UDP, "192.0.2.1", 5060, Flow.NO_CONNECTION);
  }

  static InetSocketAddress address(String ip, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
  }

  static Flow flow(TransportProtocol protocol, String ip, int port, long connection) {
    return new Flow(protocol, SERVER, address(ip, port), connection);
  }

  RegisteringPhone over(Flow newFlow) {
    flow = newFlow;
    return this;
  }

  RegisteringPhone to(String value) {
    to = value;
    return this;
  }

  RegisteringPhone callId(String value) {
    callId = value;
    return this;
  }

  /** The CSeq that the next request has. */
  RegisteringPhone cseq(int next) {
    cseq = next - 1;
    return this;
  }

  /** A header line for the next registration only. */
  RegisteringPhone with(Header header, String value) {
    headers.add(header.text() + ": " + value);
    return this;
  }

  /** Registers these contacts, answering the challenge. */
  Registration register(String... contacts) {
    return registrar.register(authorized(contacts), flow);
  }

  /** The request with which the phone answers its challenge. */
  SipRequest authorized(String... contacts) {
    int before = cseq;
    DigestChallenge challenge = challenge(registrar.register(request(null, contacts), flow));
    cseq = before;
    SipRequest request = request(answer(challenge, 1), contacts);
    headers.clear();
    return request;
  }

  static DigestChallenge challenge(Registration registration) {
    List<String> challenges = registration.response().headers(Header.WWW_AUTHENTICATE);
    return Objects.requireNonNull(DigestChallenge.first(challenges));
  }

  String answer(DigestChallenge challenge, int count) {
    return challenge.authorization(user, password, "REGISTER", "sip:usher.test", count, "c");
  }

  SipRequest request(@Nullable String authorization, String... contacts) {
    cseq++;
    SipWriter writer =
        SipWriter.request("REGISTER", "sip:usher.test")
            .header(Header.VIA, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK" + cseq)
            .header(Header.FROM, to + ";tag=1")
            .header(Header.TO, to)
            .header(Header.CALL_ID, callId)
            .header(Header.CSEQ, cseq + " REGISTER");
    for (String contact : contacts) {
      writer.header(Header.CONTACT, contact);
    }
    for (String line : headers) {
      int colon = line.indexOf(':');
      writer.header(line.substring(0, colon), line.substring(colon + 2));
    }
    if (authorization != null) {
      writer.header(Header.AUTHORIZATION, authorization);
    }
    return writer.toRequest();
  }

  Registration send(SipRequest request) {
    return registrar.register(request, flow);
  }
}
