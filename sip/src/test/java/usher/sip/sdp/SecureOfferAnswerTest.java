package usher.sip.sdp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import usher.sip.sdp.Negotiation.Agreed;
import usher.sip.sdp.Negotiation.NotAcceptable;

/** Offers and answers of streams that are not open to everybody. */
class SecureOfferAnswerTest {
  private static final InetSocketAddress LOCAL =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 20_000);
  private static final InetSocketAddress FAR =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.10"), 30_000);
  private static final Direction BOTH = Direction.SENDRECV;
  private static final SrtpSuite LONG = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
  private static final SrtpSuite SHORT = SrtpSuite.AES_CM_128_HMAC_SHA1_32;

  private static final String BROWSER =
      """
      v=0
      o=- 7 2 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE 0
      a=msid-semantic: WMS x
      m=audio 9 UDP/TLS/RTP/SAVPF 111 8 0 110 126
      c=IN IP4 0.0.0.0
      a=rtcp:9 IN IP4 0.0.0.0
      a=ice-ufrag:8hhY
      a=ice-pwd:asd88fgpdd777uzjYhagZg
      a=ice-options:trickle
      a=fingerprint:sha-256 19:E2:1C
      a=setup:actpass
      a=mid:0
      a=sendrecv
      a=rtcp-mux
      a=rtpmap:111 opus/48000/2
      a=rtpmap:110 telephone-event/48000
      a=rtpmap:126 telephone-event/8000
      """;

  private static final String DESK_PHONE =
      """
      v=0
      o=- 7 2 IN IP4 192.0.2.10
      s=-
      c=IN IP4 192.0.2.10
      t=0 0
      m=audio 30000 RTP/SAVP 0
      a=crypto:1 AES_256_CM_HMAC_SHA1_80 inline:AAAA
      a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20
      """;

  private final OfferAnswer us = new OfferAnswer(77, LOCAL, secrets("ours", (byte) 1));

  private static MediaSecrets secrets(String ufrag, byte fill) {
    return new MediaSecrets(
        new IceCredentials(ufrag, "passwordpasswordpassword"),
        Fingerprint.of("sha-256", new byte[] {fill, 0x0a}),
        List.of(key(LONG, fill), key(SHORT, fill)));
  }

  private static SrtpKey key(SrtpSuite suite, byte fill) {
    var material = new byte[SrtpKey.lengthOf(suite)];
    Arrays.fill(material, fill);
    return new SrtpKey(suite, material);
  }

  /** What a fuzzer found: it threw what no caller expects. */
  @Test
  void aGroupWithoutANameIsNoBundle() {
    var agreed = agreed(us.answer(Sdp.read(BROWSER.replace("a=group:BUNDLE 0", "a=group:")), BOTH));

    assertThat(agreed.local().toString()).contains("a=mid:0").doesNotContain("a=group");
  }

  @Test
  void aBrowserIsAnsweredAsABrowser() {
    var agreed = agreed(us.answer(Sdp.read(BROWSER), BOTH));

    assertThat(agreed.local().toString().replace("\r", ""))
        .endsWith(
            """
            t=0 0
            a=group:BUNDLE 0
            a=ice-lite
            m=audio 20000 UDP/TLS/RTP/SAVPF 8 126
            a=rtpmap:8 PCMA/8000
            a=rtpmap:126 telephone-event/8000
            a=fmtp:126 0-15
            a=ptime:20
            a=sendrecv
            a=mid:0
            a=rtcp-mux
            a=fingerprint:sha-256 01:0A
            a=setup:passive
            a=msid:usher audio
            a=ice-ufrag:ours
            a=ice-pwd:passwordpasswordpassword
            a=candidate:1 1 udp 2130706431 192.0.2.1 20000 typ host
            a=end-of-candidates
            """);
    var audio = agreed.audio();
    assertThat(audio.security())
        .isEqualTo(new Security.Dtls(new Fingerprint("sha-256", "19:E2:1C"), false));
    assertThat(requireNonNull(audio.ice()).remote())
        .isEqualTo(new IceCredentials("8hhY", "asd88fgpdd777uzjYhagZg"));
    assertThat(audio.rtcpMux()).isTrue();
    assertThat(audio.heldByRemote()).as("an address of zeros, as candidates come later").isFalse();
  }

  @Test
  void whoWaitsForTheHandshakeGetsIt() {
    var agreed = agreed(us.answer(Sdp.read(BROWSER.replace("actpass", "passive")), BOTH));

    assertThat(agreed.local().toString()).contains("a=setup:active");
    assertThat(agreed.audio().security())
        .isInstanceOfSatisfying(
            Security.Dtls.class, handshake -> assertThat(handshake.client()).isTrue());
  }

  @Test
  void aChangeKeepsRolesAndCredentials() {
    var first = agreed(us.answer(Sdp.read(BROWSER.replace("actpass", "passive")), BOTH));
    var second = agreed(us.answer(Sdp.read(BROWSER), BOTH));

    assertThat(second.audio().security()).isEqualTo(first.audio().security());
    assertThat(second.audio().ice()).isEqualTo(first.audio().ice());
  }

  @Test
  void anIceRestartIsAnsweredWithNewCredentials() {
    var first = agreed(us.answer(Sdp.read(BROWSER), BOTH));
    var second = agreed(us.answer(Sdp.read(BROWSER.replace("8hhY", "next")), BOTH));

    var before = requireNonNull(first.audio().ice()).local();
    var after = requireNonNull(second.audio().ice()).local();
    assertThat(after.ufrag()).isNotEqualTo(before.ufrag());
    assertThat(after.password()).isNotEqualTo(before.password());
    assertThat(second.local().toString()).contains("a=ice-ufrag:" + after.ufrag());
  }

  @Test
  void aBrowserIsOfferedWhatABrowserTakes() {
    var browser = new OfferAnswer(5, FAR, secrets("page", (byte) 2));
    var offer = us.offer(Profile.DTLS, Codec.PCMU, BOTH);
    var theirs = agreed(browser.answer(offer, BOTH));
    var ours = agreed(us.answered(theirs.local()));

    assertThat(offer.toString())
        .contains("m=audio 20000 UDP/TLS/RTP/SAVPF 0 8 101", "a=setup:actpass", "a=ice-lite")
        .contains("a=rtcp-mux", "a=mid:0");
    assertThat(ours.audio().security())
        .isEqualTo(new Security.Dtls(Fingerprint.of("sha-256", new byte[] {2, 0x0a}), true));
    assertThat(requireNonNull(ours.audio().ice()).remote().ufrag()).isEqualTo("page");
    assertThat(us.offer(Codec.PCMU, BOTH).media()).isEqualTo(offer.media());
  }

  @Test
  void keysInADescriptionAreAnsweredWithOurs() {
    var agreed = agreed(us.answer(Sdp.read(DESK_PHONE), BOTH));

    assertThat(agreed.local().toString())
        .contains("m=audio 20000 RTP/SAVP 0\r\n", "a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:AQEB")
        .doesNotContain("fingerprint", "ice-");
    assertThat(agreed.audio().security())
        .isInstanceOfSatisfying(
            Security.Sdes.class,
            keys -> {
              assertThat(keys.send()).isEqualTo(key(SHORT, (byte) 1));
              assertThat(keys.receive().suite()).isEqualTo(SHORT);
            });
  }

  @Test
  void bothSidesOfAnExchangeOfKeysHaveTheSame() {
    var phone = new OfferAnswer(5, FAR, secrets("none", (byte) 2));
    var theirs = agreed(phone.answer(us.offer(Profile.SDES, Codec.PCMU, BOTH), BOTH));
    var ours = agreed(us.answered(theirs.local()));

    assertThat(ours.audio().security())
        .isEqualTo(new Security.Sdes(key(LONG, (byte) 1), key(LONG, (byte) 2)));
    assertThat(theirs.audio().security())
        .isEqualTo(new Security.Sdes(key(LONG, (byte) 2), key(LONG, (byte) 1)));
  }

  @Test
  void anAnswerThatGivesProtectionUpIsRefused() {
    us.offer(Profile.SDES, Codec.PCMU, BOTH);
    var open = DESK_PHONE.replace("RTP/SAVP", "RTP/AVP");

    assertThat(us.answered(Sdp.read(open)))
        .isEqualTo(new NotAcceptable("the answer does not protect the audio as the offer does"));
  }

  @Test
  void whatLacksSomethingIsRefusedWithTheReason() {
    refused(
        BROWSER.replace("a=fingerprint", "a=finger"), "no fingerprint of the certificate for DTLS");
    refused(
        BROWSER.replace("111 8 0 110", "111 110"),
        "no common codec: only G.711 (PCMU, PCMA) is spoken here");
    var noKey = "no SRTP key of a suite that is spoken here";
    refused(DESK_PHONE.replace("_32 inline", "_99 inline"), noKey);
    refused(DESK_PHONE.replace("|2^20", "|2^20|1:4"), noKey);
    refused(DESK_PHONE.replace("|2^20", " UNENCRYPTED_SRTP"), noKey);
  }

  private void refused(String offer, String reason) {
    assertThat(us.answer(Sdp.read(offer), BOTH)).isEqualTo(new NotAcceptable(reason));
  }

  @Test
  void whoCanSpeakOpenlyAloneSaysSo() {
    assertThat(new OfferAnswer(77, LOCAL).answer(Sdp.read(BROWSER), BOTH))
        .isEqualTo(new NotAcceptable("no audio over RTP/AVP"));
  }

  @Test
  void aKeySaysNothingOfItselfInALog() {
    assertThat(Sdp.audio(DESK_PHONE).transport().toString()).doesNotContain("WVNfX19");
  }

  private static Agreed agreed(Negotiation negotiation) {
    assertThat(negotiation).isInstanceOf(Agreed.class);
    return (Agreed) negotiation;
  }
}
