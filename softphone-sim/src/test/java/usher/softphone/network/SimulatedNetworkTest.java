package usher.softphone.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import usher.sip.message.Header;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipWriter;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;
import usher.softphone.chance.Seed;
import usher.softphone.chance.Spread;

/** Messages between two hosts of a network that is as good or bad as a test wants it. */
class SimulatedNetworkTest {
  private static final int MANY = 4_000;

  private final SimulatedNetwork network = new SimulatedNetwork(new Seed(1));
  private final SimulatedHost left = network.host("left", address(1));
  private final SimulatedHost right = network.host("right", address(2));
  private final Node leftNode = new Node();
  private final Node rightNode = new Node();

  SimulatedNetworkTest() {
    left.run(leftNode);
    right.run(rightNode);
  }

  @Test
  void aDatagramArrivesAfterItsDelayAsTheSameBytesFromItsSender() {
    network.quality(quality(0, 0, 0, Spread.fixed(Duration.ofMillis(7))));
    SipRequest sent = request(1);
    left.send(toRight(TransportProtocol.UDP), sent);
    network.runUntilIdle(Long.MAX_VALUE);

    assertThat(rightNode.messages).singleElement().isNotSameAs(sent);
    assertThat(rightNode.messages.getFirst().callId()).isEqualTo(sent.callId());
    assertThat(rightNode.flows.getFirst().remote()).isEqualTo(address(1));
    assertThat(rightNode.flows.getFirst().local()).isEqualTo(address(2));
    assertThat(rightNode.times).containsExactly(SimulatedNetwork.START_NS + 7_000_000);
  }

  @Test
  void lossDuplicationAndReorderingHappenAsOftenAsTheyShould() {
    network.quality(quality(0.1, 0.2, 0.3, Spread.fixed(Duration.ofMillis(1))));
    sendMany(TransportProtocol.UDP);
    NetworkFigures figures = network.figures();

    assertThat(figures.sent()).isEqualTo(MANY);
    assertThat((double) figures.lost() / MANY).isCloseTo(0.1, within(0.02));
    assertThat((double) figures.duplicated() / MANY).isCloseTo(0.9 * 0.2, within(0.02));
    assertThat(figures.delivered()).isEqualTo(MANY - figures.lost() + figures.duplicated());
    assertThat((double) figures.heldBack() / figures.delivered()).isCloseTo(0.3, within(0.03));
    assertThat(rightNode.numbers()).isNotEqualTo(rightNode.numbers().stream().sorted().toList());
  }

  @Test
  void oneDirectionCanBeWorseThanTheOther() {
    network.quality(left, right, quality(1, 0, 0, Spread.NONE));
    left.send(toRight(TransportProtocol.UDP), request(1));
    right.send(right.flow(TransportProtocol.UDP).to(address(1)), request(2));
    network.runUntilIdle(Long.MAX_VALUE);

    assertThat(rightNode.messages).isEmpty();
    assertThat(leftNode.messages).hasSize(1);
  }

  @Test
  void aStreamLosesNothingAndKeepsTheOrder() {
    network.quality(LinkQuality.BAD);
    sendMany(TransportProtocol.TCP);

    assertThat(rightNode.numbers()).hasSize(MANY).isSorted();
    assertThat(network.figures().lost()).isZero();
  }

  @Test
  void anAnswerGoesBackOverTheStreamItCameOver() {
    left.send(toRight(TransportProtocol.TCP), request(1));
    network.runUntilIdle(Long.MAX_VALUE);
    Flow seenByRight = rightNode.flows.getFirst();
    assertThat(seenByRight.connection()).isNotEqualTo(Flow.NO_CONNECTION);
    assertThat(seenByRight.remote()).isNotEqualTo(address(1));
    right.send(seenByRight, request(2));
    left.send(toRight(TransportProtocol.TCP), request(3));
    network.runUntilIdle(Long.MAX_VALUE);

    assertThat(leftNode.flows.getFirst().remote()).isEqualTo(address(2));
    assertThat(rightNode.flows).allMatch(seenByRight::equals);
  }

  @Test
  void aStreamThatWasResetIsToldToBothAndWhatIsSentOverItComesBack() {
    left.send(toRight(TransportProtocol.TCP), request(1));
    network.runUntilIdle(Long.MAX_VALUE);
    Flow gone = rightNode.flows.getFirst();
    right.resetStreams();
    network.runUntilIdle(Long.MAX_VALUE);
    right.send(gone, request(2));
    network.runUntilIdle(Long.MAX_VALUE);

    assertThat(leftNode.closed).hasSize(1);
    assertThat(rightNode.closed).containsExactly(gone);
    assertThat(rightNode.returned).hasSize(1);
  }

  @Test
  void nobodyIsConnectedToWhereNobodyIsOrIsCutOff() {
    left.send(left.flow(TransportProtocol.TCP).to(address(3)), request(1));
    right.cut();
    left.send(toRight(TransportProtocol.TCP), request(2));
    network.runUntilIdle(Long.MAX_VALUE);
    assertThat(leftNode.returned).hasSize(2);

    right.mend();
    left.send(toRight(TransportProtocol.TCP), request(3));
    network.runUntilIdle(Long.MAX_VALUE);
    assertThat(rightNode.messages).hasSize(1);
  }

  @Test
  void datagramsToNowhereAreLostInSilence() {
    left.send(left.flow(TransportProtocol.UDP).to(address(3)), request(1));
    right.cut();
    left.send(toRight(TransportProtocol.UDP), request(2));
    network.runUntilIdle(Long.MAX_VALUE);

    assertThat(network.figures().lost()).isEqualTo(2);
    assertThat(leftNode.returned).isEmpty();
  }

  @Test
  void whatTheGuardRefusesIsAnsweredAsASocketWould() {
    SipRequest twoCallIds =
        SipWriter.request("OPTIONS", "sip:right")
            .header(Header.VIA, "SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKx")
            .header(Header.FROM, "<sip:left>;tag=1")
            .header(Header.TO, "<sip:right>")
            .header(Header.CALL_ID, "a")
            .header(Header.CALL_ID, "b")
            .header(Header.CSEQ, "1 OPTIONS")
            .toRequest();
    left.send(toRight(TransportProtocol.UDP), twoCallIds);
    network.runUntilIdle(Long.MAX_VALUE);

    assertThat(rightNode.messages).isEmpty();
    assertThat(network.figures().refused()).isEqualTo(1);
    assertThat(leftNode.messages).singleElement().asString().startsWith("SIP/2.0 400");
  }

  @Test
  void deadlinesAreKeptToTheNanosecondAndTimeEndsWhereItShould() {
    rightNode.deadlineNs = SimulatedNetwork.START_NS + 123;
    network.runUntil(SimulatedNetwork.START_NS + 1_000);

    assertThat(rightNode.firstAdvanceAtDeadline).isEqualTo(SimulatedNetwork.START_NS + 123);
    assertThat(network.nowNs()).isEqualTo(SimulatedNetwork.START_NS + 1_000);
  }

  @Test
  void aNodeThatNeverLetsTimePassIsACircle() {
    rightNode.deadlineNs = SimulatedNetwork.START_NS;
    rightNode.stubborn = true;

    assertThatIllegalStateException().isThrownBy(() -> network.runFor(1));
  }

  @Test
  void aTaskFindsEveryNodeKnowingTheTime() {
    List<Long> known = new ArrayList<>();
    network.after(500, () -> known.add(rightNode.nowNs));
    assertThat(network.runUntilIdle(Long.MAX_VALUE)).isTrue();

    assertThat(known).containsExactly(SimulatedNetwork.START_NS + 500);
  }

  @Test
  void anAddressIsTakenOnce() {
    assertThatIllegalArgumentException().isThrownBy(() -> network.host("third", address(1)));
  }

  @Test
  void theTraceTellsEveryMessageAndItsDigestTellsRunsApart() {
    List<String> lines = new ArrayList<>();
    network.trace(lines::add);
    String before = network.traceDigest();
    left.send(toRight(TransportProtocol.UDP), request(1));
    network.runUntilIdle(Long.MAX_VALUE);

    assertThat(lines).hasSize(2).allMatch(line -> line.contains("OPTIONS sip:right"));
    assertThat(network.traceDigest()).isNotEqualTo(before);
  }

  private void sendMany(TransportProtocol protocol) {
    for (int i = 0; i < MANY; i++) {
      SipRequest request = request(i);
      network.after(i * 1_000_000L, () -> left.send(toRight(protocol), request));
    }
    network.runUntilIdle(Long.MAX_VALUE);
  }

  private Flow toRight(TransportProtocol protocol) {
    return left.flow(protocol).to(address(2));
  }

  private static LinkQuality quality(
      double loss, double duplication, double reordering, Spread delay) {
    return new LinkQuality(
        loss, duplication, reordering, delay, Spread.fixed(Duration.ofMillis(50)));
  }

  private static SipRequest request(int number) {
    return SipWriter.request("OPTIONS", "sip:right")
        .header(Header.VIA, "SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK" + number)
        .header(Header.FROM, "<sip:left>;tag=1")
        .header(Header.TO, "<sip:right>")
        .header(Header.CALL_ID, "call")
        .header(Header.CSEQ, number + " OPTIONS")
        .toRequest();
  }

  private static InetSocketAddress address(int last) {
    try {
      InetAddress ip = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
      return new InetSocketAddress(ip, 5060);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes down what comes. */
  private static final class Node implements SimulatedNode {
    final List<SipMessage> messages = new ArrayList<>();
    final List<Flow> flows = new ArrayList<>();
    final List<Long> times = new ArrayList<>();
    final List<SipMessage> returned = new ArrayList<>();
    final List<Flow> closed = new ArrayList<>();
    long nowNs;
    long deadlineNs = Long.MAX_VALUE;
    long firstAdvanceAtDeadline;
    boolean stubborn;

    List<Long> numbers() {
      return messages.stream().map(SipMessage::cseq).toList();
    }

    @Override
    public void received(SipMessage message, Flow flow) {
      messages.add(message);
      flows.add(flow);
      times.add(nowNs);
    }

    @Override
    public void undeliverable(SipMessage message, Flow flow) {
      returned.add(message);
    }

    @Override
    public void connectionClosed(Flow flow) {
      closed.add(flow);
    }

    @Override
    public void advance(long toNs) {
      nowNs = toNs;
      if (toNs >= deadlineNs && !stubborn) {
        firstAdvanceAtDeadline = toNs;
        deadlineNs = Long.MAX_VALUE;
      }
    }

    @Override
    public long nextDeadlineNs() {
      return deadlineNs;
    }
  }
}
