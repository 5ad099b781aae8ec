package usher.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionDescriptionTest {

  @ParameterizedTest
  @ValueSource(strings = {Sdp.PHONE, Sdp.BARE})
  void whatIsReadIsWrittenBackByteForByte(String text) {
    assertThat(Sdp.read(Sdp.crlf(text)).toString()).isEqualTo(Sdp.crlf(text));
  }

  @Test
  void everyPartIsWhereItBelongs() {
    var description = Sdp.read(Sdp.PHONE);
    var audio = description.media().getFirst();

    assertThat(description.origin())
        .isEqualTo(new Origin("-", "3966", "1", "IN", "IP4", "192.0.2.10"));
    assertThat(audio.type()).isEqualTo("audio");
    assertThat(audio.port()).isEqualTo(28_394);
    assertThat(audio.protocol()).isEqualTo("RTP/AVP");
    assertThat(audio.formats()).containsExactly("96", "8", "0", "97", "101");
    assertThat(audio.ptimeMs()).isEqualTo(20);
    assertThat(audio.payloadTypes())
        .containsExactly(
            new PayloadType(96, "opus", 48_000, "stereo=1;sprop-stereo=1"),
            new PayloadType(8, "PCMA", 8000, null),
            new PayloadType(0, "PCMU", 8000, null),
            new PayloadType(97, "telephone-event", 48_000, null),
            new PayloadType(101, "telephone-event", 8000, "0-15"));
  }

  @Test
  void bytesOfAnyCharsetPassUnchanged() throws SdpException {
    var body = Sdp.crlf(Sdp.BARE.replace("s=-", "s=Gr\u00fc\u00dfe \u65e5\u672c"));

    for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
      assertThat(SessionDescription.parse(body.getBytes(charset)).toBytes())
          .isEqualTo(body.getBytes(charset));
    }
  }

  @Test
  void lineEndsMayBeBareAndTheLastMayBeMissing() {
    assertThat(Sdp.read(Sdp.BARE.strip())).isEqualTo(Sdp.read(Sdp.crlf(Sdp.BARE) + "\r\n"));
  }

  @Test
  void onlyTheOriginChangesWithAnotherOrigin() {
    var other = new Origin("usher", "7", "8", "IN", "IP4", "192.0.2.99");

    assertThat(Sdp.read(Sdp.PHONE).withOrigin(other).toString())
        .isEqualTo(
            Sdp.crlf(
                Sdp.PHONE.replace(
                    "o=- 3966 1 IN IP4 192.0.2.10", "o=usher 7 8 IN IP4 192.0.2.99")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          v=1\\no=- 1 1 IN IP4 1.2.3.4|1|expected v=0
          o=- 1 1 IN IP4 1.2.3.4|1|expected v=0
          v=0|2|expected o=
          v=0\\ns=-|2|expected o=
          v=0\\no=- 1 1 IN IP4|2|expected o=
          v=0\\no=- 1 1 IN IP4 1.2.3.4\\nhello|3|expected <letter>=<value>, got "hello"
          v=0\\no=- 1 1 IN IP4 1.2.3.4\\n\\ns=-|3|expected <letter>=<value>
          v=0\\no=- 1 1 IN IP4 1.2.3.4\\nv=0|3|second v=
          v=0\\no=- 1 1 IN IP4 1.2.3.4\\nc=ATM x y|3|expected c=IN
          v=0\\no=- 1 1 IN IP4 1.2.3.4\\nm=audio|3|expected m=
          v=0\\no=- 1 1 IN IP4 1.2.3.4\\nm=audio 5 RTP/AVP|3|expected m=
          v=0\\no=- 1 1 IN IP4 1.2.3.4\\nm=audio 65536 RTP/AVP 0|3|expected m=
          v=0\\no=- 1 1 IN IP4 1.2.3.4\\nm=audio -1 RTP/AVP 0|3|expected m=
          v=0\\no=- 1 1 IN IP4 1.2.3.4\\nm=audio 5/0 RTP/AVP 0|3|expected m=
          """)
  void aBadLineIsNamedWithWhatWasExpected(String text, int line, String expectation) {
    assertThatThrownBy(() -> SessionDescription.parse(text.replace("\\n", "\n")))
        .isInstanceOfSatisfying(SdpException.class, e -> assertThat(e.line()).isEqualTo(line))
        .hasMessageStartingWith("SDP line " + line + ": ")
        .hasMessageContaining(expectation.replace("\"\"", "\""));
  }

  @Test
  void anEmptyBodyIsNoDescription() {
    assertThatThrownBy(() -> SessionDescription.parse(new byte[0]))
        .isInstanceOf(SdpException.class)
        .hasMessageContaining("end of the body");
  }

  @Test
  void everythingIsBounded() {
    var start = "v=0\no=- 1 1 IN IP4 1.2.3.4\n";

    assertThatThrownBy(() -> SessionDescription.parse(start + "a=x\n".repeat(1000)))
        .hasMessageContaining("more than 1000 lines");
    assertThatThrownBy(() -> SessionDescription.parse(start + "m=a 1 b 0\n".repeat(33)))
        .hasMessageContaining("more than 32 media sections");
    assertThatThrownBy(() -> SessionDescription.parse(start + "m=a 1 b" + " 0".repeat(129)))
        .hasMessageContaining("expected m=");
    assertThatThrownBy(() -> SessionDescription.parse(start + "s=" + "x".repeat(65_536)))
        .hasMessageContaining("longer than 65536");
    assertThatThrownBy(() -> SessionDescription.parse(start + "s=\0")).hasMessageContaining("NUL");
  }

  @Test
  void anAttributeThatIsNotUnderstoodIsIgnoredAndKept() {
    var text =
        Sdp.PHONE.replace("a=ptime:20", "a=ptime:many\na=rtpmap:102\na=rtpmap:103 x/y\na=rtcp:no");

    assertThat(Sdp.read(text).toString()).isEqualTo(Sdp.crlf(text));
    assertThat(Sdp.read(text).media().getFirst().ptimeMs()).isNull();
    assertThat(Sdp.audio(text).speaksG711()).isTrue();
  }

  @Property(seed = "1")
  void aDescriptionIsWrittenAndReadAlike(@ForAll("descriptions") SessionDescription description)
      throws SdpException {
    assertThat(SessionDescription.parse(description.toBytes())).isEqualTo(description);
  }

  @Property(tries = 3000, seed = "1")
  void noMutationFailsOtherwiseThanNamingALine(
      @ForAll("bodies") String body, @ForAll @Size(max = 6) List<Integer> places, @ForAll char c) {
    var mutated = new StringBuilder(body);
    for (int place : places) {
      mutate(mutated, Math.floorMod(place, Math.max(1, mutated.length())), place, c);
    }
    readAll(mutated.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  @Property(seed = "1")
  void noBytesFailOtherwiseThanNamingALine(@ForAll byte[] body) {
    readAll(body);
  }

  private static void mutate(StringBuilder text, int at, int how, char c) {
    switch (Math.floorMod(how, 5)) {
      case 0 -> text.insert(at, c);
      case 1 -> text.delete(at, Math.min(text.length(), at + Math.floorMod(how, 40)));
      case 2 -> text.insert(at, text.substring(at, Math.min(text.length(), at + 50)));
      case 3 -> text.setLength(at);
      default -> text.insert(at, "\n");
    }
  }

  /** Reads all that can be read and answers it. */
  private static void readAll(byte[] body) {
    var thrown =
        catchThrowable(() -> {
          var description = SessionDescription.parse(body);
          assertThat(SessionDescription.parse(description.toBytes())).isEqualTo(description);
          description.media().forEach(MediaDescription::ptimeMs);
          new OfferAnswer(1, OfferAnswerTest.LOCAL).answer(description, Direction.SENDRECV);
        });
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(SdpException.class).hasMessageStartingWith("SDP line ");
    }
  }

  @Provide
  Arbitrary<String> bodies() {
    return Arbitraries.of(Sdp.PHONE, Sdp.BARE, Sdp.crlf(Sdp.PHONE));
  }

  @Provide
  Arbitrary<SessionDescription> descriptions() {
    var origins =
        words()
            .list()
            .ofSize(6)
            .map(w -> new Origin(w.get(0), w.get(1), w.get(2), w.get(3), w.get(4), w.get(5)));
    return Combinators.combine(origins, lines(), media().list().ofMaxSize(4))
        .as(SessionDescription::new);
  }

  private static Arbitrary<MediaDescription> media() {
    return Combinators.combine(
            words(),
            Arbitraries.integers().between(0, 65_535),
            Arbitraries.integers().between(1, 4),
            words(),
            words().list().ofMinSize(1).ofMaxSize(8),
            lines())
        .as(MediaDescription::new);
  }

  private static Arbitrary<List<SdpLine>> lines() {
    var connection = words().map(w -> new SdpLine('c', "IN IP4 " + w));
    var values = Arbitraries.strings().withCharRange(' ', '~').withChars('\u00fc').ofMaxLength(20);
    var other =
        Combinators.combine(Arbitraries.of('s', 'b', 'a', 'k', 'x', 't'), values).as(SdpLine::new);
    return Combinators.combine(connection.list().ofMaxSize(1), other.list().ofMaxSize(6))
        .as(SessionDescriptionTest::joined);
  }

  private static List<SdpLine> joined(List<SdpLine> first, List<SdpLine> then) {
    var all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }

  private static Arbitrary<String> words() {
    return Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(8);
  }
}
