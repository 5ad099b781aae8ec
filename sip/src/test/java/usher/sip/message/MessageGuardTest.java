package usher.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageGuardTest {
  private static final InetSocketAddress SOURCE =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), 5070);
  private static final String OPTIONS =
      """
      OPTIONS sip:usher.test SIP/2.0
      Via: SIP/2.0/UDP phone.example;rport;branch=z9hG4bK1
      Max-Forwards: 70
      From: <sip:alice@usher.test>;tag=1
      To: <sip:usher.test>
      Call-ID: c1
      CSeq: 1 OPTIONS
      Content-Length: 0
      """;

  private static String with(String lines) {
    return OPTIONS + lines + "\n";
  }

  private static Verdict examine(String message) {
    byte[] bytes = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    return MessageGuard.examine(bytes, SOURCE);
  }

  private static String answer(String message) {
    Verdict.Refused refused = (Verdict.Refused) examine(message);
    return new String(refused.answer().bytes(), StandardCharsets.UTF_8);
  }

  private static void assertAccepted(String message) {
    assertThat(examine(message)).isInstanceOf(Verdict.Accepted.class);
  }

  private static void assertRefused(String message, String reason) {
    assertThat(answer(message)).startsWith("SIP/2.0 " + reason + "\r\n");
  }

  private static void assertDropped(String message) {
    assertThat(examine(message)).isInstanceOf(Verdict.Dropped.class);
  }

  @Test
  void anOrdinaryRequestPassesUntouched() {
    Verdict.Accepted accepted = (Verdict.Accepted) examine(with(""));
    assertThat(accepted.message().toString()).isEqualTo(with("").replace("\n", "\r\n"));
  }

  @Test
  void emptyLinesBeforeTheStartLineAreIgnored() {
    assertAccepted("\n\n" + with(""));
  }

  @Test
  void headerLinesAreCountedAndMeasured() {
    assertAccepted(with("Xx: y\n".repeat(MessageGuard.MAX_HEADER_LINES - 7)));
    assertRefused(
        with("Xx: y\n".repeat(MessageGuard.MAX_HEADER_LINES - 6)),
        "400 More than 100 header fields");
    assertAccepted(with("Xx: " + "y".repeat(MessageGuard.MAX_LINE_BYTES - 4) + "\n"));
    assertRefused(
        with("Xx: " + "y".repeat(MessageGuard.MAX_LINE_BYTES - 3) + "\n"),
        "400 Header field longer than 2048");
  }

  @Test
  void foldsAndListedAddressesAreCounted() {
    assertAccepted(with("Xx: y" + "\n y".repeat(MessageGuard.MAX_FOLDS) + "\n"));
    assertRefused(
        with("Xx: y" + "\n y".repeat(MessageGuard.MAX_FOLDS + 1) + "\n"),
        "400 Header field folded more than 32 times");
    String fifteen = "<sip:a@b>,".repeat(MessageGuard.MAX_ADDRESSES - 1);
    assertAccepted(with("Contact: " + fifteen + "<sip:a@b>\n"));
    assertAccepted(with("Contact: \"" + ",".repeat(99) + "\" <sip:a@b>\n"));
    assertRefused(
        with("m: " + fifteen + "<sip:a@b>,<sip:a@b>\n"), "400 More than 16 values in Contact");
  }

  @Test
  void theHeaderSectionIsMeasured() {
    String lines = ("Xx: " + "y".repeat(2000) + "\n").repeat(9);
    assertRefused(with(lines), "513 Message Too Large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: <sip:x@y>;tag=2",
        "f: <sip:x@y>;tag=2",
        "To: <sip:x@y>",
        "Call-ID: c2",
        "CSeq: 1 OPTIONS",
        "Max-Forwards: 70",
        "l: 0"
      })
  void whatMayStandOnceMayNotStandTwice(String line) {
    assertThat(answer(with(line + "\n"))).startsWith("SIP/2.0 400 More than one ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Xx: a\0b", "Xx: a\rb", "Xx: a\u0007b", "Xx: a\u007fb", "X\u0001: a"})
  void controlCharactersAreRefused(String line) {
    assertRefused(with(line + "\n"), "400 Control character in a header field");
  }

  @Test
  void aBareLineFeedIsNoLineEnd() {
    byte[] bytes =
        with("Xx: a\n")
            .replace("\n", "\r\n")
            .replace("Xx: a\r\n", "Xx: a\nY: b\r\n")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(MessageGuard.examine(bytes, SOURCE)).isInstanceOf(Verdict.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "256", "x", "", "99999999999"})
  void maxForwardsIsFromZeroTo255(String hops) {
    assertRefused(
        with("").replace("Forwards: 70", "Forwards: " + hops),
        "400 Max-Forwards is not from 0 to 255");
  }

  @Test
  void anotherVersionIsAnswered505() {
    assertRefused(with("").replace("test SIP/2.0", "test SIP/3.0"), "505 Version Not Supported");
  }

  @Test
  void whatCannotBeAnsweredIsDropped() {
    assertDropped(with("").replace("Via", "Vai"));
    assertDropped(with("").replace("Via: SIP/2.0/UDP phone.example", "Via: somewhere"));
    assertDropped(with("").replace("OPTIONS", "ACK").replace("CSeq: 1", "CSeq: x"));
    assertDropped("SIP/2.0 200 OK\n" + with("").replace("CSeq: 1", "CSeq: x"));
    assertDropped("jaK");
    assertDropped("\n\n");
  }

  @Test
  void anAnswerSaysWhereTheRequestCameFrom() {
    assertThat(answer(with("l: 0\n")))
        .contains("phone.example;branch=z9hG4bK1;received=192.0.2.9;rport=5070\r\n");
  }

  @Test
  void anAnswerIsTheSameForEveryCopyOfTheRequest() {
    assertThat(answer(with("l: 0\n")))
        .isEqualTo(answer(with("l: 0\n")))
        .contains(";tag=stateless-");
  }

  @Test
  void anAnswerIsNeverMuchLongerThanItsRequest() {
    String manyVias = "v:SIP/2.0/UDP a\n".repeat(20);
    String request = "OPTIONS sip:a SIP/2.0\n" + manyVias + "\n";
    String answer = answer(request);
    assertThat(answer.length())
        .isLessThanOrEqualTo(request.length() * StatelessAnswer.MAX_AMPLIFICATION);
    byte[] tiny = "A b:c SIP/2.0\r\nv:SIP/2.0/UDP a;rport\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    InetAddress far = InetAddress.ofLiteral("2001:db8:1234:5678:9abc:def0:1234:5678");
    assertThat(MessageGuard.examine(tiny, new InetSocketAddress(far, 50600)))
        .isInstanceOf(Verdict.Dropped.class);
  }

  @Test
  void aResponseForSomebodyElseIsDropped() {
    String ok = with("").replace("OPTIONS sip:usher.test SIP/2.0", "SIP/2.0 200 OK");
    assertAccepted(ok);
    assertDropped(ok.replace("Max-Forwards: 70", "Via: SIP/2.0/UDP other;branch=z9hG4bK2"));
    assertDropped(ok.replace("z9hG4bK1", "z9hG4bK1, SIP/2.0/UDP other;branch=z9hG4bK2"));
  }
}
