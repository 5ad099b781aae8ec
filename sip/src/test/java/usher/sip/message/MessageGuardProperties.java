package usher.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Bytes that nobody foresaw: the torture messages, damaged at random. */
class MessageGuardProperties {
  private static final InetSocketAddress SOURCE =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), 5070);
  private static final List<byte[]> SEEDS = new ArrayList<>(TortureMessages.all().values());
  private static final List<String> WORDS =
      List.of(
          "\r\n",
          "\r\n ",
          ",",
          ";",
          "\"",
          "<",
          ">",
          ":",
          "=",
          " ",
          "\0",
          "\\",
          "sip:",
          "[",
          "@",
          "Via: SIP/2.0/UDP a\r\n",
          "l: 5\r\n",
          "Contact: *\r\n",
          "z9hG4bK",
          "9999999999",
          "\u00e4");

  @Property(tries = 20_000, seed = "1")
  void guardAndRulesNeverThrow(@ForAll Random random) {
    byte[] bytes = damaged(random);

    Verdict verdict = MessageGuard.examine(bytes, SOURCE);

    switch (verdict) {
      case Verdict.Accepted(SipRequest request) -> assertThatAnswerCanBeWritten(request);
      case Verdict.Accepted(SipResponse response) ->
          assertThat(response.status()).isBetween(100, 699);
      case Verdict.Refused(StatelessAnswer answer, _) -> assertThatAnswerIsClean(answer, bytes);
      case Verdict.Dropped(String reason) -> assertThat(reason).isNotEmpty();
    }
  }

  private static void assertThatAnswerCanBeWritten(SipRequest request) {
    Refusal refusal = RequestRules.check(request);
    if (refusal != null) {
      assertThat(refusal.response(request, "tag").status()).isEqualTo(refusal.status());
    }
  }

  /** No line that the request did not have a name for, and not much longer than it. */
  private static void assertThatAnswerIsClean(StatelessAnswer answer, byte[] request) {
    String text = new String(answer.bytes(), StandardCharsets.UTF_8);
    assertThat(text.length())
        .isLessThanOrEqualTo(request.length * StatelessAnswer.MAX_AMPLIFICATION);
    assertThat(text).endsWith("\r\nContent-Length: 0\r\n\r\n");
    for (String line : text.substring(0, text.length() - 4).split("\r\n", -1)) {
      assertThat(line)
          .matches("(SIP/2.0 |Via: |From: |To: |Call-ID: |CSeq: |Content-Length: )[^\r\n]*");
    }
  }

  @Property(tries = 5_000, seed = "1")
  void whatTheGuardAcceptsReadsTheSameAgain(@ForAll Random random) throws Exception {
    if (MessageGuard.examine(damaged(random), SOURCE)
        instanceof Verdict.Accepted(SipMessage message)) {
      SipMessage again = SipMessage.parse(message.bytes());
      assertThat(again.callId()).isEqualTo(message.callId());
      assertThat(again.topVia()).isEqualTo(message.topVia());
      assertThat(again.body()).isEqualTo(message.body());
    }
  }

  private static byte[] damaged(Random random) {
    byte[] bytes = SEEDS.get(random.nextInt(SEEDS.size()));
    for (int times = random.nextInt(6); times >= 0; times--) {
      bytes = damagedOnce(bytes, random);
    }
    return bytes;
  }

  private static byte[] damagedOnce(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, at + random.nextInt(40));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    switch (random.nextInt(5)) {
      case 0 -> end = at; // nothing is lost
      case 1 -> out.write(random.nextInt(256));
      case 2 -> out.writeBytes(word(random));
      case 3 -> out.writeBytes(Arrays.copyOfRange(bytes, at, end));
      default -> end = random.nextInt(20) == 0 ? bytes.length : end;
    }
    if (random.nextBoolean()) {
      out.writeBytes(word(random));
    }
    out.write(bytes, end, bytes.length - end);
    return out.size() == 0 ? new byte[1] : out.toByteArray();
  }

  private static byte[] word(Random random) {
    String word = WORDS.get(random.nextInt(WORDS.size()));
    return word.repeat(1 + random.nextInt(4)).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Sixteen times the input may take sixteen times as long, and four times that for the noise of
   * the machine; quadratic work would take 256 times as long.
   */
  @Property(tries = 60, seed = "1")
  void timeGrowsWithTheInputAndNoFaster(@ForAll @IntRange(max = 19) int word) {
    String pump = WORDS.get(word);
    for (String header :
        List.of("Contact: <sip:a@b>", "From: <sip:a@b>;tag=1", "Xx: ", "Via: SIP/2.0/UDP a")) {
      long shortNs = nsToExamine(pumped(header, pump, 1 << 10));
      long longNs = nsToExamine(pumped(header, pump, 1 << 14));
      assertThat(longNs).as(header + pump).isLessThan(Math.max(shortNs, 20_000) * 64);
    }
  }

  private static byte[] pumped(String header, String pump, int length) {
    String start = "INVITE sip:a@b SIP/2.0\r\n" + header;
    String end = "\r\nTo: <sip:a@b>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\nl: 0\r\n\r\n";
    String middle =
        pump.repeat(Math.max(1, (length - start.length() - end.length()) / pump.length()));
    return (start + middle + end).getBytes(StandardCharsets.UTF_8);
  }

  /** The best of a few: what else the machine does only ever adds. */
  private static long nsToExamine(byte[] bytes) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 12; i++) {
      long start = System.nanoTime();
      Verdict verdict = MessageGuard.examine(bytes, SOURCE);
      if (verdict instanceof Verdict.Accepted(SipRequest request)) {
        RequestRules.check(request);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }
}
