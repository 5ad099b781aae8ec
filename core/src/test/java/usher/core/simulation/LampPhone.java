package usher.core.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import usher.sip.message.Header;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.registrar.DigestAlgorithm;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;
import usher.softphone.network.SimulatedHost;
import usher.softphone.network.SimulatedNode;

/** The lamps of a desk phone: subscribes, proves who it is, takes notes of what it is told. */
final class LampPhone implements SimulatedNode {
  private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\", algorithm=SHA-256");
  private static final String REALM = "usher.test";

  private final SimulatedHost host;
  private final Flow server;
  private final String account;
  private final Map<String, List<String>> told = new HashMap<>();
  private final List<Integer> statuses = new ArrayList<>();
  private String pending = "";
  private int cseq;

  LampPhone(SimulatedHost host, Flow server, String account) {
    this.host = host;
    this.server = server;
    this.account = account;
    host.run(this);
  }

  /** Watches this resource by this event package. */
  void subscribe(String resource, String event) {
    pending = resource + " " + event;
    host.send(server, request(resource, event, ""));
  }

  /** What was told of it so far: state of the subscription and the document, in one line each. */
  List<String> told(String resource, String event) {
    return told.getOrDefault(resource + " " + event, List.of());
  }

  List<Integer> statuses() {
    return statuses;
  }

  private SipRequest request(String resource, String event, String proof) {
    cseq++;
    String uri = "sip:" + resource + "@" + REALM;
    String at = host.flow(TransportProtocol.UDP).local().getAddress().getHostAddress() + ":5060";
    SipWriter writer =
        SipWriter.request("SUBSCRIBE", uri)
            .header(Header.VIA, "SIP/2.0/UDP " + at + ";rport;branch=z9hG4bK-lamp" + cseq)
            .header(Header.MAX_FORWARDS, "70")
            .header(Header.FROM, "<sip:" + account + "@" + REALM + ">;tag=lamp")
            .header(Header.TO, "<" + uri + ">")
            .header(Header.CALL_ID, resource + " " + event)
            .header(Header.CSEQ, cseq + " SUBSCRIBE")
            .header(Header.CONTACT, "<sip:" + account + "@" + at + ">")
            .header(Header.EVENT, event)
            .header(Header.SUPPORTED, "eventlist")
            .header(Header.EXPIRES, "900");
    return (proof.isEmpty() ? writer : writer.header(Header.AUTHORIZATION, proof)).toRequest();
  }

  @Override
  public void received(SipMessage message, Flow flow) {
    switch (message) {
      case SipRequest notify -> notified(notify, flow);
      case SipResponse response -> answered(response);
    }
  }

  private void notified(SipRequest notify, Flow flow) {
    String body = new String(notify.body(), StandardCharsets.UTF_8).replace("\r\n", " ");
    told.computeIfAbsent(notify.callId(), _ -> new ArrayList<>())
        .add(notify.header(Header.SUBSCRIPTION_STATE) + " " + body);
    host.send(flow, SipWriter.response(200, notify, null).toResponse());
  }

  private void answered(SipResponse response) {
    if (response.status() == 401) {
      String[] words = pending.split(" ", -1);
      host.send(server, request(words[0], words[1], proof(response, words[0])));
    } else {
      statuses.add(response.status());
    }
  }

  private String proof(SipResponse challenge, String resource) {
    String offer = Objects.requireNonNull(challenge.header(Header.WWW_AUTHENTICATE));
    Matcher nonce = NONCE.matcher(offer);
    if (!nonce.find()) {
      throw new AssertionError(offer);
    }
    String uri = "sip:" + resource + "@" + REALM;
    String ha1 = DigestAlgorithm.SHA_256.ha1(account, REALM, "pw-" + account);
    String ha2 = DigestAlgorithm.SHA_256.ha1("SUBSCRIBE", "sip", resource + "@" + REALM);
    String given = nonce.group(1);
    // H(a:b:c) serves for every part of RFC 7616 3.4.1
    String response = DigestAlgorithm.SHA_256.ha1(ha1, given, "00000001:lamp:auth:" + ha2);
    return ("Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", algorithm=SHA-256, "
            + "qop=auth, nc=00000001, cnonce=\"lamp\", response=\"%s\"")
        .formatted(account, REALM, given, uri, response);
  }

  @Override
  public void undeliverable(SipMessage message, Flow flow) {}

  @Override
  public void connectionClosed(Flow flow) {}

  @Override
  public void advance(long nowNs) {}

  @Override
  public long nextDeadlineNs() {
    return Long.MAX_VALUE;
  }
}
