package usher.sip.media;

import static org.assertj.core.api.Assertions.assertThat;
import static usher.sip.media.Latch.PROBATION_PACKETS;
import static usher.sip.media.Latch.WINDOW_NS;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import usher.sip.media.Latch.Verdict;

class LatchTest {
  private static final InetSocketAddress ANNOUNCED = at("192.0.2.1", 4000);
  private static final InetSocketAddress NAT = at("192.0.2.1", 61_000);
  private static final InetSocketAddress SPRAYER = at("192.0.2.1", 5555);
  private static final InetSocketAddress STRANGER = at("198.51.100.7", 4000);
  private static final int SSRC = 1;
  private static final long FRAME_NS = 20_000_000;

  private final Latch latch = new Latch();
  private long nowNs = -50;

  @Test
  void nobodyIsHeardBeforeTheFarEndIsKnown() {
    assertThat(packet(ANNOUNCED, 1)).isEqualTo(Verdict.DROP);
    assertThat(latch.destination()).isNull();
  }

  @Test
  void theAnnouncedSourceLatchesWithItsFirstPacketHoweverLate() {
    latch.expect(ANNOUNCED, nowNs);
    nowNs += 10 * WINDOW_NS;

    assertThat(packet(ANNOUNCED, 1)).isEqualTo(Verdict.LATCH);
    assertThat(packet(ANNOUNCED, 2)).isEqualTo(Verdict.ACCEPT);
  }

  @Test
  void onceLatchedNobodyElseIsHeard() {
    latch.expect(ANNOUNCED, nowNs);
    packet(ANNOUNCED, 1);

    for (int i = 0; i < 2 * PROBATION_PACKETS; i++) {
      assertThat(packet(SPRAYER, i)).isEqualTo(Verdict.DROP);
      assertThat(packet(STRANGER, i)).isEqualTo(Verdict.DROP);
    }
    assertThat(latch.destination()).isEqualTo(ANNOUNCED);
  }

  @Test
  void aStrayPacketOfTheSameHostDoesNotTakeTheStream() {
    latch.expect(ANNOUNCED, nowNs);

    assertThat(packet(SPRAYER, 1)).isEqualTo(Verdict.DROP);
    assertThat(packet(SPRAYER, 1)).isEqualTo(Verdict.DROP);
    assertThat(packet(ANNOUNCED, 1)).isEqualTo(Verdict.LATCH);
  }

  @Test
  void anotherPortOfTheSameHostIsTakenAfterAFewPacketsInSequence() {
    latch.expect(ANNOUNCED, nowNs);

    assertThat(natLatches()).isTrue();
    assertThat(latch.destination()).isEqualTo(NAT);
    assertThat(packet(ANNOUNCED, 1)).isEqualTo(Verdict.DROP);
  }

  @Test
  void theSequenceNumberMayWrapMeanwhile() {
    latch.expect(ANNOUNCED, nowNs);

    assertThat(inSequence(NAT, 0xfffe)).isTrue();
  }

  @Test
  void packetsOutOfSequenceBeginAnew() {
    latch.expect(ANNOUNCED, nowNs);

    for (int i = 0; i < 4 * PROBATION_PACKETS; i++) {
      assertThat(packet(NAT, 2 * i)).isEqualTo(Verdict.DROP);
    }
  }

  @Test
  void aBurstIsNoSpeechHoweverLong() {
    latch.expect(ANNOUNCED, nowNs);

    for (int i = 0; i < 1000; i++) {
      assertThat(latch.judge(SPRAYER, SSRC, i, nowNs + i)).isEqualTo(Verdict.DROP);
    }
    assertThat(packet(ANNOUNCED, 1)).isEqualTo(Verdict.LATCH);
  }

  @Test
  void anotherPortIsTooLateAfterThreeSeconds() {
    latch.expect(ANNOUNCED, nowNs);
    nowNs += WINDOW_NS;

    assertThat(natLatches()).isFalse();
    assertThat(packet(ANNOUNCED, 1)).isEqualTo(Verdict.LATCH);
  }

  @Test
  void anotherHostIsNeverTaken() {
    latch.expect(ANNOUNCED, nowNs);

    assertThat(inSequence(STRANGER, 1)).isFalse();
    assertThat(inSequence(STRANGER, 100)).isFalse();
  }

  @Test
  void whoAnnouncedAPrivateAddressIsKnownByWhereHeSpeaksSipFrom() {
    for (String inside : List.of("10.0.0.5", "192.168.1.9", "100.64.0.1", "169.254.7.7")) {
      Latch latching = new Latch();
      latching.expect(at(inside, 4000), STRANGER.getAddress(), nowNs);
      for (int i = 1; i < PROBATION_PACKETS; i++) {
        assertThat(latching.judge(STRANGER, SSRC, i, nowNs += FRAME_NS)).isEqualTo(Verdict.DROP);
      }
      assertThat(latching.judge(STRANGER, SSRC, PROBATION_PACKETS, nowNs += FRAME_NS))
          .as(inside)
          .isEqualTo(Verdict.LATCH);
      assertThat(latching.destination()).isEqualTo(STRANGER);
    }
  }

  @Test
  void whoAnnouncedAnAddressOfAllTheWorldIsNot() {
    latch.expect(ANNOUNCED, STRANGER.getAddress(), nowNs);

    assertThat(inSequence(STRANGER, 1)).isFalse();
  }

  @Test
  void anotherHostThanThatOfSipIsNotTakenForAPrivateAddress() {
    latch.expect(at("10.0.0.5", 4000), STRANGER.getAddress(), nowNs);

    assertThat(inSequence(SPRAYER, 1)).isFalse();
    nowNs += WINDOW_NS;
    assertThat(inSequence(STRANGER, 1)).as("too late").isFalse();
  }

  @Test
  void packetsThatWereQueuedBeforeTheSocketWasConnectedAreToldByTheirSsrc() {
    latch.expect(ANNOUNCED, nowNs);
    packet(ANNOUNCED, 1);

    assertThat(latch.judge(ANNOUNCED, 99, 1, nowNs + 1)).isEqualTo(Verdict.DROP);
    // The phone may change its SSRC later.
    assertThat(latch.judge(ANNOUNCED, 99, 1, nowNs + WINDOW_NS)).isEqualTo(Verdict.ACCEPT);
  }

  @Test
  void aReInviteOpensTheLatchAndTheSourceOfBeforeStaysKnown() {
    latch.expect(ANNOUNCED, nowNs);
    natLatches();
    latch.expect(ANNOUNCED, nowNs);

    assertThat(latch.destination()).isEqualTo(NAT);
    nowNs += 2 * WINDOW_NS;
    assertThat(packet(NAT, 77)).isEqualTo(Verdict.LATCH);
  }

  @Test
  void aReInviteLetsANewMappingOfTheNatIn() {
    latch.expect(ANNOUNCED, nowNs);
    natLatches();
    latch.expect(ANNOUNCED, nowNs);

    assertThat(inSequence(at("192.0.2.1", 62_000), 5)).isTrue();
  }

  @Test
  void aReInviteThatAnnouncesAnotherPlaceForgetsTheSourceOfBefore() {
    latch.expect(ANNOUNCED, nowNs);
    natLatches();
    latch.expect(STRANGER, nowNs);

    assertThat(latch.destination()).isEqualTo(STRANGER);
    assertThat(packet(NAT, 77)).isEqualTo(Verdict.DROP);
    assertThat(packet(STRANGER, 1)).isEqualTo(Verdict.LATCH);
  }

  private boolean natLatches() {
    return inSequence(NAT, 10);
  }

  private boolean inSequence(InetSocketAddress source, int first) {
    for (int i = 0; i < PROBATION_PACKETS - 1; i++) {
      assertThat(packet(source, (first + i) & 0xffff)).isEqualTo(Verdict.DROP);
    }
    return packet(source, (first + PROBATION_PACKETS - 1) & 0xffff) == Verdict.LATCH;
  }

  @Test
  void whoProvesToBeTheFarEndIsTakenFromAnyHostInTimeAndThenNobodyElse() {
    latch.expect(ANNOUNCED, nowNs);
    nowNs += WINDOW_NS - 1;
    assertThat(latch.judgeProved(STRANGER, SSRC, nowNs)).isEqualTo(Verdict.LATCH);
    assertThat(latch.judgeProved(STRANGER, SSRC, nowNs)).isEqualTo(Verdict.ACCEPT);
    assertThat(latch.judgeProved(ANNOUNCED, SSRC, nowNs)).isEqualTo(Verdict.DROP);
    assertThat(latch.mayTake(SPRAYER)).isFalse();
    assertThat(latch.destination()).isEqualTo(STRANGER);
  }

  @Test
  void evenWhoProvesToBeTheFarEndMayNotMoveAfterThreeSeconds() {
    latch.expect(ANNOUNCED, nowNs);
    nowNs += WINDOW_NS;
    assertThat(latch.judgeProved(STRANGER, SSRC, nowNs)).isEqualTo(Verdict.DROP);
    assertThat(latch.judgeProved(ANNOUNCED, SSRC, nowNs)).isEqualTo(Verdict.LATCH);
  }

  private Verdict packet(InetSocketAddress source, int sequence) {
    return latch.judge(source, SSRC, sequence, nowNs += FRAME_NS);
  }

  private static InetSocketAddress at(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }
}
