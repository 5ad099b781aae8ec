package usher.sip.sdp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static usher.sip.sdp.Direction.INACTIVE;
import static usher.sip.sdp.Direction.RECVONLY;
import static usher.sip.sdp.Direction.SENDONLY;
import static usher.sip.sdp.Direction.SENDRECV;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usher.sip.sdp.NegotiatedAudio.Numbers;
import usher.sip.sdp.Negotiation.Agreed;
import usher.sip.sdp.Negotiation.NotAcceptable;

class OfferAnswerTest {
  static final InetSocketAddress LOCAL = at("192.0.2.1", 20_000);
  private static final InetSocketAddress FAR = at("192.0.2.2", 30_000);

  private final OfferAnswer us = new OfferAnswer(77, LOCAL);
  private final OfferAnswer them = new OfferAnswer(5, FAR);

  @Test
  void anOfferHasBothFormsOfG711AndKeys() {
    assertThat(us.offer(Codec.PCMU, SENDRECV).toString())
        .isEqualTo(
            Sdp.crlf(
                """
                v=0
                o=usher 77 77 IN IP4 192.0.2.1
                s=-
                c=IN IP4 192.0.2.1
                t=0 0
                m=audio 20000 RTP/AVP 0 8 101
                a=rtpmap:0 PCMU/8000
                a=rtpmap:8 PCMA/8000
                a=rtpmap:101 telephone-event/8000
                a=fmtp:101 0-15
                a=ptime:20
                a=sendrecv
                """));
  }

  @Test
  void thePreferredFormIsOfferedFirst() {
    assertThat(requireNonNull(us.offer(Codec.PCMA, SENDRECV).audio()).codecs())
        .extracting(PayloadType::number)
        .containsExactly(8, 0);
  }

  @Test
  void anAnswerTakesTheOfferersFirstG711AndItsNumbers() {
    var agreed = agreed(us.answer(Sdp.read(Sdp.PHONE), SENDRECV));

    assertThat(agreed.local().toString())
        .isEqualTo(
            Sdp.crlf(
                """
                v=0
                o=usher 77 77 IN IP4 192.0.2.1
                s=-
                c=IN IP4 192.0.2.1
                t=0 0
                m=audio 20000 RTP/AVP 8 101
                a=rtpmap:8 PCMA/8000
                a=rtpmap:101 telephone-event/8000
                a=fmtp:101 0-15
                a=ptime:20
                a=sendrecv
                """));
    assertThat(agreed.audio())
        .isEqualTo(
            new NegotiatedAudio(
                at("192.0.2.10", 28_394),
                at("192.0.2.10", 28_395),
                Codec.PCMA,
                new Numbers(8, 8),
                new Numbers(101, 101),
                SENDRECV,
                false));
  }

  @Test
  void everyOtherSectionIsRefusedInItsPlace() {
    var offer =
        Sdp.read(
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.9
            c=IN IP4 192.0.2.9
            t=5 6
            m=video 4000 RTP/AVP 31 32
            a=mid:v
            m=audio 4002/2 RTP/AVPF 0
            m=audio 4004 RTP/AVP 0
            m=image 4006 udptl t38
            """);
    var answer = agreed(us.answer(offer, SENDRECV)).local();

    assertThat(answer.toString())
        .contains("\r\nt=5 6\r\nm=video 0 RTP/AVP 31\r\nm=audio 20000 RTP/AVPF 0\r\n")
        .endsWith("\r\nm=audio 0 RTP/AVP 0\r\nm=image 0 udptl t38\r\n");
  }

  @Test
  void bothSidesAgreeOnTheSame() {
    var offer = us.offer(Codec.PCMU, SENDRECV);
    var theirs = agreed(them.answer(offer, SENDRECV));
    var ours = agreed(us.answered(theirs.local()));

    assertThat(ours.local()).isEqualTo(offer);
    assertThat(ours.audio().remoteRtp()).isEqualTo(FAR);
    assertThat(theirs.audio().remoteRtp()).isEqualTo(LOCAL);
    assertThat(ours.audio().codec()).isEqualTo(theirs.audio().codec()).isEqualTo(Codec.PCMU);
    assertThat(us.agreed()).isEqualTo(ours.audio());
    assertThat(them.local()).isEqualTo(theirs.local());
  }

  @Property(seed = "1")
  void whatOneSendsTheOtherReceives(
      @ForAll Direction wanted, @ForAll Direction willing, @ForAll Codec preferred) {
    var offer = us.offer(preferred, wanted);
    var theirs = agreed(them.answer(offer, willing)).audio();
    var ours = agreed(us.answered(requireNonNull(them.local()))).audio();

    assertThat(ours.direction()).isEqualTo(theirs.direction().mirrored());
    assertThat(ours.direction().sends()).isEqualTo(wanted.sends() && willing.receives());
    assertThat(ours.direction().receives()).isEqualTo(wanted.receives() && willing.sends());
    assertThat(ours.heldByRemote()).isEqualTo(wanted.sends() && !willing.receives());
    assertThat(theirs.heldByRemote()).isEqualTo(!wanted.receives());
    assertThat(ours.codec()).isEqualTo(preferred);
  }

  @ParameterizedTest
  @CsvSource({
    "sendonly, RECVONLY, true",
    "inactive, INACTIVE, true",
    "recvonly, SENDONLY, false",
    "sendrecv, SENDRECV, false"
  })
  void holdIsMirrored(String offered, Direction direction, boolean held) {
    var offer = Sdp.read(Sdp.PHONE.replace("sendrecv", offered));
    var audio = agreed(us.answer(offer, SENDRECV)).audio();

    assertThat(audio.direction()).isEqualTo(direction);
    assertThat(audio.heldByRemote()).isEqualTo(held);
  }

  @Test
  void holdTheOldWayIsAnsweredWithReceivingOnly() {
    var offer = Sdp.read(Sdp.PHONE.replace("c=IN IP4 192.0.2.10", "c=IN IP4 0.0.0.0"));
    var agreed = agreed(us.answer(offer, SENDRECV));

    assertThat(agreed.audio().direction()).isEqualTo(RECVONLY);
    assertThat(agreed.audio().heldByRemote()).isTrue();
    assertThat(agreed.local().toString()).contains("a=recvonly");
  }

  @Test
  void anAnswererMayNumberKeysAnew() {
    us.offer(Codec.PCMU, SENDRECV);
    var answer = Sdp.read(Sdp.PHONE.replace("101", "120"));

    var audio = agreed(us.answered(answer)).audio();
    assertThat(audio.telephoneEvent()).isEqualTo(new Numbers(120, 101));
    assertThat(audio.codec()).isEqualTo(Codec.PCMA);
  }

  @Test
  void aPhoneWithoutKeysIsAnsweredWithoutKeys() {
    var agreed = agreed(us.answer(Sdp.read(Sdp.BARE), SENDRECV));

    assertThat(agreed.audio().telephoneEvent()).isNull();
    assertThat(agreed.local().toString()).doesNotContain("telephone-event");
  }

  @Test
  void anOfferWithoutG711IsNotAcceptableAndChangesNothing() {
    us.answer(Sdp.read(Sdp.PHONE), SENDRECV);
    var before = us.local();
    var refused = us.answer(Sdp.read(Sdp.PHONE.replace("96 8 0 97 101", "96 101")), SENDRECV);

    assertThat(refused)
        .isEqualTo(new NotAcceptable("no common codec: only G.711 (PCMU, PCMA) is spoken here"));
    assertThat(us.local()).isSameAs(before);
    assertThat(requireNonNull(us.agreed()).codec()).isEqualTo(Codec.PCMA);
  }

  @ParameterizedTest
  @CsvSource({
    "m=audio 28394, m=audio 0, no audio over RTP",
    "RTP/AVP, UDP/TLS/RTP/SAVPF, no audio over RTP/AVP",
    "c=IN IP4 192.0.2.10, c=IN IP4 pc.example, no address literal in the c= line",
    "c=IN IP4 192.0.2.10, c=IN IP6 2001:db8::1, incompatible network address type"
  })
  void whatCannotBeSpokenWithIsSaid(String good, String bad, String reason) {
    assertThat(us.answer(Sdp.read(Sdp.PHONE.replace(good, bad)), SENDRECV))
        .isEqualTo(new NotAcceptable(reason));
  }

  @Test
  void anAnswerThatRefusesTheAudioEndsTheLeg() {
    us.offer(Codec.PCMU, SENDRECV);

    assertThat(us.answered(Sdp.read(Sdp.BARE.replace("49217", "0"))))
        .isInstanceOf(NotAcceptable.class);
  }

  @Test
  void theSameDescriptionKeepsItsVersionAndEachChangeIsTheNext() {
    us.answer(Sdp.read(Sdp.PHONE), SENDRECV);
    us.answer(Sdp.read(Sdp.PHONE), SENDRECV);
    assertThat(version()).isEqualTo("77");
    us.answer(Sdp.read(Sdp.PHONE.replace("sendrecv", "sendonly")), SENDRECV);
    assertThat(version()).isEqualTo("78");
    us.offer(Codec.PCMA, INACTIVE);
    assertThat(version()).isEqualTo("79");
    us.offerRefused();
    us.answer(Sdp.read(Sdp.PHONE), SENDRECV);
    assertThat(version()).isEqualTo("80");
    assertThat(requireNonNull(us.local()).origin().sessionId()).isEqualTo("77");
  }

  @Test
  void aSessionIdOfAnyBitsIsWrittenWithoutSign() {
    var description = new OfferAnswer(-1, LOCAL).offer(Codec.PCMU, SENDRECV);

    assertThat(description.origin().sessionId()).isEqualTo("18446744073709551615");
  }

  @Test
  void aLaterOfferKeepsTheSectionsAndTheNumbersOfTheFirst() {
    var offer =
        Sdp.read(
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.9
            c=IN IP4 192.0.2.9
            t=0 0
            m=video 4000 RTP/AVP 31
            m=audio 4002 RTP/AVP 8 96
            a=rtpmap:96 telephone-event/8000
            """);
    us.answer(offer, SENDRECV);
    var later = us.offer(Codec.PCMA, SENDONLY);

    assertThat(later.toString())
        .contains("m=video 0 RTP/AVP 31\r\nm=audio 20000 RTP/AVP 8 0 96\r\n")
        .contains("a=sendonly");
  }

  @Test
  void anAnswerMayComeTwiceAndNeverWithoutAnOffer() {
    us.offer(Codec.PCMU, SENDRECV);
    var first = us.answered(Sdp.read(Sdp.PHONE));

    assertThat(us.answered(Sdp.read(Sdp.PHONE))).isEqualTo(first);
    assertThatThrownBy(() -> them.answered(Sdp.read(Sdp.PHONE)))
        .isInstanceOf(IllegalStateException.class);
    us.offerRefused();
    assertThatThrownBy(() -> us.answered(Sdp.read(Sdp.PHONE)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aForeignDescriptionIsPresentedAsTheNextVersionOfOurSession() {
    var video = Sdp.read(Sdp.BARE);
    us.answer(video, SENDRECV);
    var agents = Sdp.read(Sdp.PHONE);
    var presented = us.present(agents);

    assertThat(presented.origin())
        .isEqualTo(new Origin("usher", "77", "78", "IN", "IP4", "192.0.2.1"));
    assertThat(presented.lines()).isEqualTo(agents.lines());
    assertThat(presented.media().getFirst()).isEqualTo(agents.media().getFirst());
    assertThat(presented.toString()).endsWith("m=video 0 RTP/AVP 31\r\n");
    assertThat(us.present(agents)).isSameAs(presented);
  }

  @Test
  void aSessionThatMovesToAPortOfOursIsALaterVersionOfTheSameSession() {
    us.present(Sdp.read(Sdp.PHONE));
    var offer = us.movedTo(FAR, null).offer(Codec.PCMU, SENDRECV);
    assertThat(offer.origin()).isEqualTo(new Origin("usher", "77", "78", "IN", "IP4", "192.0.2.1"));
    assertThat(requireNonNull(offer.audio()).rtp()).isEqualTo(FAR);
  }

  private String version() {
    return requireNonNull(us.local()).origin().sessionVersion();
  }

  private static Agreed agreed(Negotiation negotiation) {
    return switch (negotiation) {
      case Agreed agreed -> agreed;
      case NotAcceptable refused -> throw new AssertionError(refused.reason());
    };
  }

  private static InetSocketAddress at(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }
}
