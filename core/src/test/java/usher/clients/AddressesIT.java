package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usher.clients.HandPhone.Talk;

/** Phones on IPv4, on IPv6 and behind a NAT call the same centre, and each other. */
@Timeout(60)
class AddressesIT {
  private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(10);
  private static final int FRAME_MS = 20;
  private static final int RTP_LENGTH = 172;
  private static final Pattern AUDIO =
      Pattern.compile("c=IN IP[46] (\\S+)\\s.*?m=audio (\\d+) ", Pattern.DOTALL);
  private static final Pattern TARGET = Pattern.compile("<(sip:[^>]+)>");

  private final Centre centre = new Centre().dualStack();

  private HandPhone phone(boolean v6) {
    return v6 ? HandPhone.towardsV6(centre) : HandPhone.towards(centre);
  }

  private static DatagramSocket audio(HandPhone of) throws IOException {
    DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(of.address()), 0));
    socket.setSoTimeout(FRAME_MS);
    return socket;
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, on-agent, relay",
    "true, false, on-agent, relay",
    "false, true, at-entry, relay",
    "true, false, on-agent, direct",
    "false, true, at-entry, direct"
  })
  void eachHearsTheOther(
      boolean caller6, boolean agent6, String answer, String media, @TempDir Path directory)
      throws IOException {
    try (HandPhone caller = phone(caller6);
        HandPhone agent = phone(agent6);
        DatagramSocket callersAudio = audio(caller);
        DatagramSocket agentsAudio = audio(agent)) {
      centre
          .queue("answer", answer)
          .queue("media", media)
          .queue("wrap-up", "0s")
          .fixed("bob", agent.contact("bob"));
      try (ServerProcess _ = ServerProcess.start(directory, centre)) {
        talk(caller, callersAudio, agent, agent.session(agentsAudio.getLocalPort()), agentsAudio);
      }
    }
  }

  @Test
  void whoAnnouncesAnAddressOfHisOwnNetworkIsHeardFromWhereHisSipComesFrom(@TempDir Path directory)
      throws IOException {
    try (HandPhone caller = phone(false);
        HandPhone agent = phone(false);
        DatagramSocket callersAudio = audio(caller);
        DatagramSocket agentsAudio = audio(agent)) {
      centre.fixed("bob", agent.contact("bob"));
      String behindNat =
          agent.session(agentsAudio.getLocalPort()).replace(agent.address(), "192.168.178.20");
      try (ServerProcess _ = ServerProcess.start(directory, centre)) {
        talk(caller, callersAudio, agent, behindNat, agentsAudio);
      }
    }
  }

  private static void talk(
      HandPhone caller,
      DatagramSocket callersAudio,
      HandPhone agent,
      String agentsSession,
      DatagramSocket agentsAudio)
      throws IOException {
    Talk talk = new Talk("call", "<sip:caller@caller.test>;tag=hand", "<" + Centre.SALES + ">");
    caller.request(
        "INVITE", Centre.SALES, talk, 1, "", caller.session(callersAudio.getLocalPort()));
    String rung = agent.await("INVITE ");
    agent.answer(rung, "200 OK", "bob", "", agentsSession);
    agent.await("ACK ");
    String answered = caller.awaitFinal("INVITE");
    assertThat(answered).startsWith("SIP/2.0 200 ");
    talk = new Talk(talk.callId(), talk.from(), HandPhone.header(answered, "To"));
    Matcher target = TARGET.matcher(HandPhone.header(answered, "Contact"));
    assertThat(target.find()).isTrue();
    caller.request("ACK", target.group(1), talk, 1, "", "");

    arrive(agentsAudio, audioIn(rung), callersAudio, 0x42);
    arrive(callersAudio, audioIn(answered), agentsAudio, 0x41);

    caller.request("BYE", target.group(1), talk, 2, "", "");
    assertThat(caller.awaitFinal("BYE")).startsWith("SIP/2.0 200 ");
    agent.answer(agent.await("BYE "), "200 OK", "bob", "", "");
  }

  private static InetSocketAddress audioIn(String message) {
    Matcher audio = AUDIO.matcher(message);
    assertThat(audio.find()).as(message).isTrue();
    return new InetSocketAddress(
        InetAddress.ofLiteral(audio.group(1)), Integer.parseInt(audio.group(2)));
  }

  /** What is said before both are joined is lost; music may come before, and reports between. */
  private static void arrive(
      DatagramSocket from, InetSocketAddress to, DatagramSocket at, int words) throws IOException {
    long endNs = System.nanoTime() + LIMIT_NS;
    for (int i = 0; !hears(at, words); i++) {
      assertThat(System.nanoTime()).as("nothing of what is said").isLessThan(endNs);
      byte[] packet = rtp(words, i);
      from.send(new DatagramPacket(packet, packet.length, to));
    }
  }

  private static boolean hears(DatagramSocket at, int words) throws IOException {
    DatagramPacket arrived = new DatagramPacket(new byte[2_000], 2_000);
    try {
      at.receive(arrived);
    } catch (SocketTimeoutException e) {
      return false;
    }
    return arrived.getLength() == RTP_LENGTH && arrived.getData()[RTP_LENGTH - 1] == words;
  }

  private static byte[] rtp(int words, int number) {
    ByteBuffer packet = ByteBuffer.allocate(RTP_LENGTH);
    packet.put((byte) 0x80).put((byte) 0).putShort((short) number).putInt(160 * number);
    packet.putInt(words);
    while (packet.hasRemaining()) {
      packet.put((byte) words);
    }
    return packet.array();
  }
}
