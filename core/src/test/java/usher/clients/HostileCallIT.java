package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import usher.clients.HandPhone.Talk;
import usher.sip.digest.DigestClient;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipMessage;
import usher.sip.message.SipResponse;

/**
 * A call of two phones, and others who know all about it and want it to end, or to pay for theirs.
 */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileCallIT {
  private static final int FIRST_MEDIA_PORT = 20_000;
  private static final int LAST_MEDIA_PORT = 29_999;
  private static final int OURS = 0x1111;
  private static final int FOREIGN = 0x6666;
  private static final int RTP_LIMIT_MS = 10_000;

  /** Longer than timer H. */
  private static final Duration UNTIL_GIVEN_UP = Duration.ofSeconds(34);

  private static final Pattern MEDIA_PORT = Pattern.compile("m=audio (\\d+) ");
  private static final Pattern TARGET = Pattern.compile("<(sip:[^>]+)>");

  private final String password = Centre.freshPassword();
  private final Centre centre = new Centre().queue("answer", "on-agent");
  private final HandPhone caller = HandPhone.towards(centre);
  private final HandPhone agent = HandPhone.towards(centre);
  private final HandPhone stranger = HandPhone.towards(centre);
  private final HandPhone outside = HandPhone.towards(centre);
  private DatagramSocket callersAudio;
  private DatagramSocket agentsAudio;
  private ServerProcess server;
  private int sequence;
  private int calls;

  private Talk talk = new Talk("", "", "");
  private String target = "";
  private int relayPort;

  private static String from(String user) {
    return "<sip:" + user + "@caller.test>;tag=hand";
  }

  @BeforeAll
  void start(@TempDir Path inside) throws IOException {
    centre.fixed("bob", agent.contact("bob")).registering("carol", password);
    server = ServerProcess.start(inside, centre);
    callersAudio = audio(caller);
    agentsAudio = audio(agent);
  }

  private static DatagramSocket audio(HandPhone of) throws IOException {
    DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(of.address()), 0));
    socket.setSoTimeout(RTP_LIMIT_MS);
    return socket;
  }

  @AfterAll
  void stop() {
    server.close();
    caller.close();
    agent.close();
    stranger.close();
    outside.close();
    callersAudio.close();
    agentsAudio.close();
  }

  // ---- the call

  private String dial() {
    talk = new Talk("call-" + ++calls, from("caller"), "<" + Centre.SALES + ">");
    target = Centre.SALES;
    caller.request(
        "INVITE", Centre.SALES, talk, 1, "", caller.session(callersAudio.getLocalPort()));
    return agent.await("INVITE ");
  }

  private void talk() {
    String rung = dial();
    agent.answer(rung, "200 OK", "bob", "", agent.session(agentsAudio.getLocalPort()));
    established();
  }

  private void established() {
    agent.await("ACK ");
    String answered = caller.awaitFinal("INVITE");
    assertThat(answered).startsWith("SIP/2.0 200 ");
    talk = new Talk(talk.callId(), talk.from(), HandPhone.header(answered, "To"));
    target = found(TARGET, HandPhone.header(answered, "Contact"));
    relayPort = Integer.parseInt(found(MEDIA_PORT, answered));
    caller.request("ACK", target, talk, 1, "", "");
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  /** The call lives: it ends when its caller wants it to, and both are told so in order. */
  private void endsAsItsCallerWants() {
    caller.request("BYE", target, talk, 1_000, "", "");
    assertThat(caller.awaitFinal("BYE")).startsWith("SIP/2.0 200 ");
    String bye = agent.await("BYE ");
    agent.answer(bye, "200 OK", "bob", "", "");
    assertThat(server.awaitRecords(calls).getLast().end()).isEqualTo("caller-hung-up");
    assertThat(agent.alreadyHeard()).doesNotContain("INVITE", "BYE");
  }

  // ---- who ends or changes it

  @Test
  void whoKnowsAllAboutACallButIsElsewhereNeitherEndsNorChangesIt() {
    talk();
    try (HandPhone neighbour = caller.neighbour()) {
      for (HandPhone spoofing : new HandPhone[] {stranger, neighbour}) {
        for (String method : new String[] {"BYE", "INVITE", "UPDATE", "INFO", "REFER"}) {
          spoofing.request(method, target, talk, 500, "Refer-To: <sip:1@2.3.4.5>\n", "");
          assertThat(spoofing.awaitFinal(method)).as(method).startsWith("SIP/2.0 481 ");
        }
        spoofing.cancelAs(caller, Centre.SALES, talk);
        assertThat(spoofing.awaitFinal("CANCEL")).startsWith("SIP/2.0 481 ");
      }
    }
    Talk wrong = new Talk(talk.callId(), talk.from(), talk.to() + "x");
    caller.request("BYE", target, wrong, 500, "", "");
    assertThat(caller.awaitFinal("BYE")).as("a wrong tag").startsWith("SIP/2.0 481 ");
    endsAsItsCallerWants();
  }

  @Test
  void aStrangersCancelStopsNoRinging() {
    String rung = dial();
    try (HandPhone neighbour = caller.neighbour()) {
      for (HandPhone spoofing : new HandPhone[] {stranger, neighbour}) {
        spoofing.cancelAs(caller, Centre.SALES, talk);
        assertThat(spoofing.awaitFinal("CANCEL")).startsWith("SIP/2.0 481 ");
      }
    }
    assertThat(agent.alreadyHeard()).doesNotContain("CANCEL");
    agent.answer(rung, "200 OK", "bob", "", agent.session(agentsAudio.getLocalPort()));
    established();
    endsAsItsCallerWants();
  }

  @Test
  void aRegistrationThatWasRecordedRegistersNobody() throws MalformedMessageException {
    String carol = "<sip:carol@" + Centre.DOMAIN + ">";
    Talk register = new Talk("reg", carol + ";tag=hand", carol);
    String registrar = "sip:" + Centre.DOMAIN;
    caller.request("REGISTER", registrar, register, 1, "", "");
    var challenge = (SipResponse) SipMessage.parse(wire(caller.awaitFinal("REGISTER")));
    AtomicInteger words = new AtomicInteger();
    var digest = new DigestClient("carol", password, () -> "cnonce" + words.incrementAndGet());
    assertThat(digest.challenged(challenge, false)).isTrue();
    String proof = proof(digest, registrar);
    caller.request("REGISTER", registrar, register, 2, proof, "");
    assertThat(caller.awaitFinal("REGISTER")).startsWith("SIP/2.0 200 ");

    int cseq = 2;
    for (HandPhone replaying : new HandPhone[] {caller, stranger}) {
      replaying.request("REGISTER", registrar, register, ++cseq, proof, "");
      assertThat(replaying.awaitFinal("REGISTER")).startsWith("SIP/2.0 401 ");
    }
    String proofOfTheEnd = proof(digest, registrar) + "Expires: 0\n";
    caller.request("REGISTER", registrar, register, ++cseq, proofOfTheEnd, "");
    assertThat(caller.awaitFinal("REGISTER")).startsWith("SIP/2.0 200 ");
  }

  private static String proof(DigestClient digest, String registrar) {
    var line = Objects.requireNonNull(digest.credentials("REGISTER", registrar, new byte[0]));
    return line.name() + ": " + line.value() + "\n";
  }

  private static byte[] wire(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  // ---- who wants a call paid for

  /** The last, because the agent's phone is not believed to work after such an answer. */
  @Test
  @Order(Integer.MAX_VALUE)
  void nobodyIsCalledOutsideBecauseACallerOrAPhoneWantsIt() {
    String rung = dial();
    agent.answer(rung, "302 Moved", "bob", "Contact: <" + outside.contact("+1900") + ">\n", "");
    agent.await("ACK ");
    caller.cancelAs(caller, Centre.SALES, talk);
    assertThat(caller.awaitFinal("INVITE")).startsWith("SIP/2.0 487 ");
    assertThat(server.awaitRecords(calls).getLast().outside()).isEmpty();
    assertThat(outside.alreadyHeard()).isEmpty();
  }

  @Test
  void aCallerCannotHaveHisCallPassedOn() {
    talk();
    caller.request("REFER", target, talk, 2, "Refer-To: <" + outside.contact("+1900") + ">\n", "");
    assertThat(caller.awaitFinal("REFER")).startsWith("SIP/2.0 403 ");
    endsAsItsCallerWants();
    assertThat(outside.alreadyHeard()).isEmpty();
  }

  @Test
  void answersToRequestsOfAnybodyAreAtMostThreeTimesAsLong() {
    Talk any = new Talk("any", from("a"), "<sip:carol@" + Centre.DOMAIN + ">");
    int cseq = 0;
    for (String method : new String[] {"OPTIONS", "REGISTER", "SUBSCRIBE", "MESSAGE", "BYE"}) {
      stranger.request(method, "sip:carol@" + Centre.DOMAIN, any, ++cseq, "Event: dialog\n", "");
      stranger.awaitFinal(method);
    }
    stranger.request("OPTIONS", "sip:" + Centre.DOMAIN, any, ++cseq, "", "");
    stranger.awaitFinal("OPTIONS");
    assertThat(stranger.heardBytes()).isLessThanOrEqualTo(3 * stranger.sentBytes());
    assertThat(stranger.alreadyHeard()).as("each was answered once").isEmpty();
  }

  /** Somebody calls in the name of others, who will not acknowledge what they get for it. */
  @Test
  void whoNeverAcknowledgesGetsAtMostThreeTimesWhatHeSent() {
    try (HandPhone refused = HandPhone.towards(centre);
        HandPhone answered = HandPhone.towards(centre)) {
      String nobody = "sip:nobody@" + Centre.DOMAIN;
      Talk talk = new Talk("nobody", from("nobody"), "<" + nobody + ">");
      refused.request("INVITE", nobody, talk, 1, "", refused.session(9));
      talk = new Talk("call-" + ++calls, from("forged"), "<" + Centre.SALES + ">");
      answered.request("INVITE", Centre.SALES, talk, 1, "", answered.session(9));
      String rung = agent.await("INVITE ");
      agent.answer(rung, "200 OK", "bob", "", agent.session(agentsAudio.getLocalPort()));
      agent.await("ACK ");
      assertThat(refused.awaitFinal("INVITE")).startsWith("SIP/2.0 404 ");
      assertThat(answered.awaitFinal("INVITE")).startsWith("SIP/2.0 200 ");
      refused.listen(UNTIL_GIVEN_UP);
      answered.listen(Duration.ofMillis(100));
      agent.answer(agent.await("BYE "), "200 OK", "bob", "", "");
      assertThat(server.awaitRecords(calls).getLast().end()).isEqualTo("left-before-audio");
      for (HandPhone victim : List.of(refused, answered)) {
        assertThat(victim.heardBytes()).isLessThanOrEqualTo(3 * victim.sentBytes());
      }
    }
  }

  // ---- who wants to be heard, or to hear

  @Test
  void whoSpraysAudioAndHandshakesAtAllPortsIsNotHeardAndHearsNothing() throws IOException {
    talk();
    InetAddress there = InetAddress.ofLiteral(centre.address());
    callersWordsArrive(10);
    try (DatagramSocket spraying = audio(stranger)) {
      for (int port = FIRST_MEDIA_PORT; port <= LAST_MEDIA_PORT; port++) {
        send(spraying, rtp(FOREIGN, port), there, port);
        if (port % 100 == 0) {
          callersWordsArrive(1);
        }
      }
      for (int i = 0; i < 50; i++) {
        send(spraying, rtp(FOREIGN, i), there, relayPort);
        send(spraying, clientHello(), there, relayPort);
        callersWordsArrive(1);
      }
      spraying.setSoTimeout(1);
      assertThat(hears(spraying)).as("what the sprayer hears").isFalse();
    }
    endsAsItsCallerWants();
  }

  /** What the caller says next is all that the agent hears. */
  private void callersWordsArrive(int packets) throws IOException {
    for (int i = 0; i < packets; i++) {
      send(callersAudio, rtp(OURS, ++sequence), address(), relayPort);
      DatagramPacket heard = new DatagramPacket(new byte[2_000], 2_000);
      agentsAudio.receive(heard);
      while (isControl(heard)) {
        agentsAudio.receive(heard);
      }
      ByteBuffer packet = ByteBuffer.wrap(heard.getData(), 0, heard.getLength());
      assertThat(packet.get(12)).as("whose words").isEqualTo((byte) OURS);
    }
  }

  private InetAddress address() {
    return InetAddress.ofLiteral(centre.address());
  }

  /** RTCP may share the port (RFC 5761 4). */
  private static boolean isControl(DatagramPacket packet) {
    int type = packet.getData()[1] & 0xFF;
    return type >= 192 && type <= 223;
  }

  private static boolean hears(DatagramSocket socket) throws IOException {
    try {
      socket.receive(new DatagramPacket(new byte[2_000], 2_000));
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** 20 ms of audio, each octet of which says who speaks. */
  private static byte[] rtp(int ssrc, int number) {
    ByteBuffer packet = ByteBuffer.allocate(172);
    packet.put((byte) 0x80).put((byte) 0).putShort((short) number).putInt(160 * number);
    packet.putInt(ssrc);
    while (packet.hasRemaining()) {
      packet.put((byte) ssrc);
    }
    return packet.array();
  }

  /** The beginning of DTLS 1.2 from somebody who has no business here. */
  private static byte[] clientHello() {
    ByteBuffer record = ByteBuffer.allocate(200);
    record.put((byte) 22).put((byte) 0xFE).put((byte) 0xFD).putLong(0).putShort((short) 187);
    return record.put((byte) 1).array();
  }

  private static void send(DatagramSocket from, byte[] bytes, InetAddress to, int port)
      throws IOException {
    from.send(new DatagramPacket(bytes, bytes.length, to, port));
  }
}
