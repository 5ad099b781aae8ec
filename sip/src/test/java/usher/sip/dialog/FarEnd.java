package usher.sip.dialog;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transport.Flow;

/** The other side of the dialog, which writes its messages by hand. */
final class FarEnd {
  static final String CONTACT = "<sip:phone@127.0.1.1:5070>";

  String contact = CONTACT;
  String tag = "far";
  Flow flow = Stage.UDP;
  String via = "127.0.1.1:5070";
  long cseq;

  private final Stage stage;
  private String us = "<sip:sales@usher.test>";
  private String me = "<sip:anna@usher.test>;tag=far";
  private String callId = "call-1";
  private String target = "sip:sales@usher.test";
  private @Nullable SipRequest lastInvite;
  private int branches;

  FarEnd(Stage stage) {
    this.stage = stage;
  }

  // ---- it calls us

  /** A caller of RFC 2543. */
  void hasNoTag() {
    me = "<sip:anna@usher.test>";
  }

  /** Starts another call. */
  FarEnd callsAgain(String otherCallId) {
    callId = otherCallId;
    branches = 1000;
    return this;
  }

  /** Calls with an offer. */
  SipRequest invites() {
    return invites(writer -> writer.body("application/sdp", Stage.OFFER));
  }

  SipRequest invites(UnaryOperator<SipWriter> more) {
    SipRequest invite =
        more.apply(begin("INVITE", ++cseq).header(Header.CONTACT, contact)).toRequest();
    lastInvite = invite;
    send(invite);
    return invite;
  }

  /** Learns our tag and Contact from the response to its INVITE, as a caller does. */
  void learnsUs() {
    SipResponse response = stage.lastResponse();
    us = String.valueOf(response.header(Header.TO));
    String where = response.header(Header.CONTACT);
    target = where == null ? target : where.substring(1, where.length() - 1);
  }

  // ---- it is called by us

  /** Answers our last INVITE. */
  SipResponse answers(int status) {
    return answers(stage.lastRequest("INVITE"), status, tag, writer -> writer);
  }

  SipResponse answers(
      SipRequest request, int status, String ownTag, UnaryOperator<SipWriter> more) {
    boolean withContact = request.methodName().equals("INVITE") && status < 300;
    SipWriter writer = SipWriter.response(status, request, status == 100 ? null : ownTag);
    SipResponse response =
        more.apply(withContact ? writer.header(Header.CONTACT, contact) : writer).toResponse();
    send(response);
    return response;
  }

  /** From now on its requests are those of whom we called. */
  void learnsCaller() {
    SipRequest invite = stage.lastRequest("INVITE");
    us = String.valueOf(invite.header(Header.FROM));
    me = invite.header(Header.TO) + (invite.toTag() == null ? ";tag=" + tag : "");
    callId = invite.callId();
    String where = Objects.requireNonNull(invite.header(Header.CONTACT));
    target = where.substring(1, where.length() - 1);
  }

  // ---- in the dialog

  SipRequest requests(String method) {
    return requests(method, ++cseq, writer -> writer);
  }

  SipRequest requests(String method, long number, UnaryOperator<SipWriter> more) {
    SipRequest request = more.apply(begin(method, number)).toRequest();
    send(request);
    return request;
  }

  /** Sends a re-INVITE with an offer. */
  SipRequest reinvites() {
    return invites();
  }

  /** Acknowledges the 2xx to its last INVITE, on a new branch (RFC 3261 13.2.2.4). */
  void acknowledges(UnaryOperator<SipWriter> more) {
    requests("ACK", Objects.requireNonNull(lastInvite).cseq(), more);
  }

  void acknowledges() {
    acknowledges(writer -> writer);
  }

  /** Acknowledges a refusal of its last INVITE, on its branch (RFC 3261 17.1.1.3). */
  void acknowledgesRefusal() {
    send(follower("ACK", String.valueOf(stage.lastResponse().header(Header.TO))));
  }

  /** Takes its last INVITE back. */
  void cancels() {
    SipRequest invite = Objects.requireNonNull(lastInvite);
    send(follower("CANCEL", String.valueOf(invite.header(Header.TO))));
  }

  private SipRequest follower(String method, String to) {
    SipRequest invite = Objects.requireNonNull(lastInvite);
    return SipWriter.request(method, invite.requestUri())
        .copy(Header.VIA, invite)
        .copy(Header.FROM, invite)
        .header(Header.TO, to)
        .copy(Header.CALL_ID, invite)
        .header(Header.CSEQ, invite.cseq() + " " + method)
        .toRequest();
  }

  private SipWriter begin(String method, long number) {
    return SipWriter.request(method, target)
        .header(Header.VIA, "SIP/2.0/" + flow.protocol() + " " + via + ";branch=" + branch())
        .header(Header.MAX_FORWARDS, "70")
        .header(Header.FROM, me)
        .header(Header.TO, us)
        .header(Header.CALL_ID, callId)
        .header(Header.CSEQ, number + " " + method);
  }

  private String branch() {
    return "z9hG4bKfar" + ++branches;
  }

  /** Does this with another From tag than the dialog's. */
  void asStranger(Runnable deed) {
    String before = me;
    me = "<sip:anna@usher.test>;tag=stranger";
    deed.run();
    me = before;
  }

  private void send(SipMessage message) {
    stage.stack.received(message, flow);
  }
}
