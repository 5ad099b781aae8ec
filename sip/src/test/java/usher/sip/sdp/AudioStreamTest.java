package usher.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioStreamTest {

  @Test
  void aPhonesOfferSaysWhereAndWhatItHears() {
    var audio = Sdp.audio(Sdp.PHONE);

    assertThat(audio.rtp()).isEqualTo(at("192.0.2.10", 28_394));
    assertThat(audio.rtcp()).isEqualTo(at("192.0.2.10", 28_395));
    assertThat(audio.codecs()).extracting(PayloadType::number).containsExactly(8, 0);
    assertThat(audio.telephoneEvent())
        .isEqualTo(new PayloadType(101, "telephone-event", 8000, "0-15"));
    assertThat(audio.speaksG711()).isTrue();
    assertThat(audio.held()).isFalse();
  }

  @Test
  void staticNumbersNeedNoMapping() {
    assertThat(Sdp.audio(Sdp.BARE).codecs())
        .containsExactly(new PayloadType(0, "PCMU", 8000, null));
  }

  @Test
  void aDynamicNumberMayStandForG711() {
    assertThat(Sdp.audio(withAudioLines("a=x", "110")).speaksG711()).isFalse();
    assertThat(Sdp.audio(withAudioLines("a=rtpmap:110 pcmu/8000", "110")).codecs())
        .containsExactly(new PayloadType(110, "pcmu", 8000, null));
  }

  @Test
  void aStaticNumberThatIsMappedToSomethingElseIsThat() {
    assertThat(Sdp.audio(withAudioLines("a=rtpmap:0 speex/8000", "0")).speaksG711()).isFalse();
  }

  @Test
  void aConnectionOfTheSectionGoesBeforeThatOfTheSession() {
    assertThat(Sdp.audio(withAudioLines("c=IN IP6 2001:db8::7", "0")).rtp())
        .isEqualTo(at("2001:db8::7", 49_217));
  }

  @Test
  void aNameIsNoAddressAndIsNotResolved() {
    var audio = Sdp.audio(Sdp.BARE.replace("192.0.2.4", "phone.example.com"));

    assertThat(audio.rtp()).isNull();
    assertThat(audio.speaksG711()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "a=rtcp:5000, 192.0.2.4, 5000",
    "a=rtcp:5000 IN IP4 192.0.2.77, 192.0.2.77, 5000",
    "a=rtcp:0, 192.0.2.4, 49218",
    "a=rtcp:5000 IN IP4 name.example, 192.0.2.4, 49218",
    "a=x, 192.0.2.4, 49218"
  })
  void reportsGoToThePortThatIsSaidOrTheNextOne(String line, String host, int port) {
    assertThat(Sdp.audio(withAudioLines(line, "0")).rtcp()).isEqualTo(at(host, port));
  }

  @ParameterizedTest
  @CsvSource({"a=sendonly, true", "a=inactive, true", "a=recvonly, false", "a=sendrecv, false"})
  void whoDoesNotReceiveHolds(String line, boolean held) {
    assertThat(Sdp.audio(withAudioLines(line, "0")).held()).isEqualTo(held);
    assertThat(Sdp.audio(Sdp.BARE.replace("t=0 0", "t=0 0\n" + line)).held()).isEqualTo(held);
  }

  @Test
  void theSectionsDirectionGoesBeforeTheSessions() {
    var text = withAudioLines("a=sendrecv", "0").replace("t=0 0", "t=0 0\na=inactive");

    assertThat(Sdp.audio(text).direction()).isEqualTo(Direction.SENDRECV);
  }

  @Test
  void anAddressOfZerosIsTheOldWayToHold() {
    var audio = Sdp.audio(Sdp.BARE.replace("192.0.2.4", "0.0.0.0"));

    assertThat(audio.held()).isTrue();
    assertThat(audio.direction()).isEqualTo(Direction.SENDONLY);
    assertThat(audio.speaksG711()).isTrue();
  }

  @Test
  void theFirstAudioThatIsNotRefusedCounts() {
    var audio =
        Sdp.audio(
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.1
            c=IN IP4 192.0.2.1
            m=audio 0 RTP/AVP 0
            m=audio 7000 RTP/SAVP 0
            m=video 1 RTP/AVP 0
            m=audio 9000 rtp/avpf 8
            """);

    assertThat(audio.index()).isEqualTo(3);
    assertThat(audio.rtp()).isEqualTo(at("192.0.2.1", 9000));
  }

  @Test
  void aDescriptionWithoutAudioHasNone() {
    assertThat(Sdp.read("v=0\no=- 1 1 IN IP4 1.2.3.4\ns=-\nt=0 0\n").audio()).isNull();
  }

  private static String withAudioLines(String line, String formats) {
    return Sdp.BARE.replace(
        "m=audio 49217 RTP/AVP 0 12", "m=audio 49217 RTP/AVP " + formats + "\n" + line);
  }

  private static InetSocketAddress at(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }
}
