package usher.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import usher.sip.message.MessageGuard;
import usher.sip.message.SipMessage;
import usher.sip.message.Verdict;
import usher.sip.overload.Backlog;

/** What lies, and what that says of the load. */
class LoopDelayTest {
  private final LoopDelay delay = new LoopDelay();

  private static SipMessage message(String line, String to) {
    String method = line.startsWith("SIP") ? "INVITE" : line.substring(0, line.indexOf(' '));
    String text =
        """
        %s
        Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK1
        Max-Forwards: 70
        From: <sip:a@usher.test>;tag=1
        To: <sip:b@usher.test>%s
        Call-ID: 1
        CSeq: 1 %s
        Content-Length: 0

        """
            .formatted(line, to, method)
            .replace("\n", "\r\n");
    InetSocketAddress from = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5070);
    return ((Verdict.Accepted) MessageGuard.examine(text.getBytes(StandardCharsets.UTF_8), from))
        .message();
  }

  private static SipMessage request(String method, String to) {
    return message(method + " sip:b@usher.test SIP/2.0", to);
  }

  @Test
  void whatBeginsSomethingNewMayWaitAndACancelBehindIt() {
    assertThat(Input.SipArrived.mayWait(request("INVITE", ""))).isTrue();
    assertThat(Input.SipArrived.mayWait(request("CANCEL", ""))).isTrue();
    assertThat(Input.SipArrived.mayWait(request("REGISTER", ""))).isTrue();
    assertThat(Input.SipArrived.mayWait(request("OPTIONS", ""))).isTrue();
  }

  @Test
  void whatBelongsToACallDoesNotWait() {
    assertThat(Input.SipArrived.mayWait(request("INVITE", ";tag=2"))).isFalse();
    assertThat(Input.SipArrived.mayWait(request("ACK", ";tag=2"))).isFalse();
    assertThat(Input.SipArrived.mayWait(request("BYE", ";tag=2"))).isFalse();
    assertThat(Input.SipArrived.mayWait(message("SIP/2.0 200 OK", ";tag=2"))).isFalse();
    assertThat(Input.SipArrived.mayWait(message("SIP/2.0 100 Trying", ""))).isFalse();
  }

  /** They are taken at once however long new calls lie. */
  @Test
  void runningCallsDoNotHideAStandingQueue() {
    delay.taken(request("BYE", ";tag=2"), 1);
    assertThat(delay.takeShortestNs()).isEqualTo(Backlog.NOTHING_TAKEN);
    delay.taken(request("INVITE", ""), 700);
    delay.taken(request("INVITE", ""), 500);
    delay.taken(request("BYE", ";tag=2"), 1);
    assertThat(delay.takeShortestNs()).isEqualTo(500);
    assertThat(delay.takeShortestNs()).isEqualTo(Backlog.NOTHING_TAKEN);
  }

  @Test
  void allThatLiesIsExpectedToBeTakenFirst() {
    delay.inputTakes(100);
    for (int i = 0; i < 5; i++) {
      delay.entered();
    }
    delay.taken(request("BYE", ";tag=2"), 1);
    assertThat(delay.expectedNs()).isEqualTo(400);
  }

  @Test
  void newCallsAreCounted() {
    delay.taken(request("INVITE", ""), 1);
    delay.taken(request("INVITE", ";tag=2"), 1);
    delay.taken(request("REGISTER", ""), 1);
    assertThat(delay.takeCalls()).isEqualTo(1);
    assertThat(delay.takeCalls()).isZero();
  }
}
