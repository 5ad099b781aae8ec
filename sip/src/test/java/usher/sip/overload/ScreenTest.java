package usher.sip.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.Overload;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.StatelessAnswer;

/** What those who are refused hear, and that their ACK goes no further. */
class ScreenTest {
  private static final InetSocketAddress SOURCE =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), 5070);

  private final Screen screen =
      new Screen(new LaneScanner(Set.of()), new Stuck(), SourceRates.NONE, new ProvedSources());

  private int calls;

  private record Stuck() implements Backlog {
    @Override
    public long takeShortestNs() {
      return NOTHING_TAKEN;
    }

    @Override
    public int takeCalls() {
      return 0;
    }

    @Override
    public long expectedNs() {
      return 0;
    }
  }

  private static byte[] request(String method, String viaParameters, int number) {
    return """
    %s sip:sales@usher.test SIP/2.0
    Via: SIP/2.0/UDP 192.0.2.9:5070;branch=z9hG4bK%d%s
    From: <sip:a@usher.test>;tag=1
    To: <sip:sales@usher.test>
    Call-ID: %d
    CSeq: 1 %s
    Content-Length: 0

    """
        .formatted(method, number, viaParameters, number, method)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The answer to the first request that is refused. */
  private String refused(String method, String viaParameters) {
    for (int number = 0; ; number++) {
      byte[] request = request(method, viaParameters, number);
      if (screen.screen(request, SOURCE.getAddress(), true, 0)
          instanceof Screening.Refused(Overload overload)) {
        return new String(
            Objects.requireNonNull(
                    StatelessAnswer.to(request, SOURCE, 503, "Service Unavailable", overload))
                .bytes(),
            StandardCharsets.UTF_8);
      }
    }
  }

  @Test
  void aCallIsNotToldWhenToComeAgainSinceAProxyWouldSendNoOtherCallUntilThen() {
    assertThat(refused("INVITE", "")).startsWith("SIP/2.0 503 ").doesNotContain("Retry-After");
  }

  @Test
  void aPhoneThatRegistersIsToldToComeAgainInAFewSeconds() {
    assertThat(refused("REGISTER", "")).containsPattern("\r\nRetry-After: ([1-9]|10)\r\n");
  }

  @Test
  void aPeerThatOffersOverloadControlIsToldWhatShareToKeep() {
    assertThat(refused("INVITE", ";oc;oc-algo=\"loss,rate\""))
        .containsPattern(";oc=\\d+;oc-validity=500;oc-seq=\\d+\\.\\d\\d;oc-algo=");
    assertThat(refused("INVITE", ";oc")).containsPattern(";oc=\\d+;oc-validity=500;oc-seq=");
    assertThat(refused("INVITE", ";oc;oc-algo=\"rate\"")).doesNotContain("oc-validity");
    assertThat(refused("INVITE", ";oc=5")).doesNotContain("oc-validity");
  }

  @Test
  void whoIsLetInIsToldTheShareToo() throws MalformedMessageException {
    long second = 1_000_000_000L;
    while (screen(calls++, 0) == Screening.Quiet.ADMITTED) {}
    int refused = calls;
    while (calls < 2 * refused) {
      assertThat(screen(calls++, 0)).isInstanceOf(Screening.Refused.class);
    }
    assertThat(screen(calls++, second)).isEqualTo(Screening.Quiet.ADMITTED);
    assertThat(via(";oc", second)).containsPattern(";oc=(4\\d|50);oc-validity=500;oc-seq=1\\.00");
    assertThat(via("", second)).doesNotContain("oc");
    assertThat(via(";oc=3", second)).contains(";oc=3").doesNotContain("oc-validity");
  }

  /** The top Via that answers to a request that is let in would have. */
  private String via(String parameters, long nowNs) throws MalformedMessageException {
    SipRequest request = (SipRequest) SipMessage.parse(request("INVITE", parameters, calls));
    SipRequest told = request.telling(screen.load(nowNs));
    return Objects.requireNonNull(told.header(Header.VIA));
  }

  @Test
  void whatWasRefusedIsRefusedAgainAlthoughThereIsRoomByNow() {
    int number = 0;
    while (screen(number, 0) == Screening.Quiet.ADMITTED) {
      number++;
    }
    long second = 1_000_000_000L;
    assertThat(screen(number, second)).isInstanceOf(Screening.Refused.class);
    assertThat(screen(number + 1, second)).isEqualTo(Screening.Quiet.ADMITTED);
    assertThat(screen(0, second)).as("and what was let in").isEqualTo(Screening.Quiet.ADMITTED);
  }

  private Screening screen(int number, long nowNs) {
    return screen.screen(request("INVITE", "", number), SOURCE.getAddress(), true, nowNs);
  }

  @Test
  void theAckOfARefusedCallIsAbsorbed() {
    String answer = refused("INVITE", "");
    String to = answer.lines().filter(line -> line.startsWith("To: ")).findFirst().orElseThrow();
    String ack = "ACK sip:sales@usher.test SIP/2.0\r\nVia: x\r\n" + to + "\r\n\r\n";
    assertThat(screen.screen(ack.getBytes(StandardCharsets.UTF_8), SOURCE.getAddress(), true, 0))
        .isEqualTo(Screening.Quiet.ABSORBED);
  }

  @Test
  void whoAsksForMoreThanItsShareIsRefusedAndItsRepetitionsAreNot() {
    Screen limited =
        new Screen(
            new LaneScanner(Set.of()),
            new Stuck(),
            new SourceRates(1, 1, 1, _ -> false),
            new ProvedSources());
    InetAddress source = SOURCE.getAddress();
    for (int number = 0; number < SourceBuckets.BURST_S; number++) {
      assertThat(limited.screen(request("INVITE", "", number), source, true, 0))
          .isEqualTo(Screening.Quiet.ADMITTED);
    }
    assertThat(limited.screen(request("INVITE", "", 9), source, true, 0))
        .isInstanceOf(Screening.Refused.class);
    assertThat(limited.screen(request("INVITE", "", 1), source, true, 0))
        .isEqualTo(Screening.Quiet.ADMITTED);
    assertThat(
            limited.screen(request("INVITE", "", 10), InetAddress.ofLiteral("192.0.2.10"), true, 0))
        .isEqualTo(Screening.Quiet.ADMITTED);
    assertThat(limited.screen(request("BYE", "", 9), source, true, 0))
        .isEqualTo(Screening.Quiet.ADMITTED);
  }
}
