package usher.sip.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are in units of 125 us; what is said counts its samples, so that each can be told. */
class VoiceBufferTest {
  private static final int SSRC = 7;
  private static final int FRAME = VoiceBuffer.FRAME;
  private static final int DELAY = 2 * FRAME;

  /** Beyond a wrap of the timestamps. */
  private static final int BASE = -1000;

  private final VoiceBuffer buffer = new VoiceBuffer();
  private final List<Short> heard = new ArrayList<>();

  private void say(int from, int length) {
    say(SSRC, from, length);
  }

  /** Samples are numbered from 1 at the first. */
  private void say(int ssrc, int from, int length) {
    var samples = new short[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (short) (from + i + 1);
    }
    buffer.write(ssrc, BASE + from, samples);
  }

  private short[] read() {
    var frame = new short[FRAME];
    buffer.read(frame);
    for (short sample : frame) {
      heard.add(sample);
    }
    return frame;
  }

  private static short[] numbered(int from) {
    var samples = new short[FRAME];
    for (int i = 0; i < FRAME; i++) {
      samples[i] = (short) (from + i + 1);
    }
    return samples;
  }

  /** 2 s of speech in packets of this length, each when it is due. */
  private void talk(int length) {
    for (int now = 0; now < 16_000; now += FRAME) {
      for (int from = now; from < now + FRAME; from += 1) {
        if (from % length == 0) {
          say(from, length);
        }
      }
      read();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 160, 240, 320, 480, 800, 1440})
  void packetsOfAnyLengthAreHeardWholeAfterTheDelay(int length) {
    talk(length);
    assertThat(heard.subList(0, DELAY)).containsOnly((short) 0);
    for (int i = DELAY; i < heard.size(); i++) {
      assertThat(heard.get(i)).isEqualTo((short) (i - DELAY + 1));
    }
  }

  @Test
  void aPartyThatSaysNothingIsSilence() {
    assertThat(read()).containsOnly(0);
    say(0, FRAME);
    read();
    read();
    assertThat(read()).isEqualTo(numbered(0));
    assertThat(read()).containsOnly(0);
  }

  @Test
  void packetsThatOvertakeOneAnotherAreInTheirPlaceAndOneThatIsLostIsSilence() {
    say(0, FRAME);
    say(3 * FRAME, FRAME);
    say(FRAME, FRAME);
    read();
    read();
    assertThat(read()).isEqualTo(numbered(0));
    assertThat(read()).isEqualTo(numbered(FRAME));
    assertThat(read()).containsOnly(0);
    assertThat(read()).isEqualTo(numbered(3 * FRAME));
  }

  /** Discontinuous transmission: time goes on while nothing is sent. */
  @Test
  void afterAPauseOfASenderWhoSendsNoSilenceThereIsNoMoreDelayThanBefore() {
    say(0, FRAME);
    for (int i = 0; i < 100; i++) {
      read();
    }
    say(100 * FRAME, FRAME);
    read();
    read();
    assertThat(read()).isEqualTo(numbered(100 * FRAME));
  }

  @Test
  void whoseTimestampsStandStillInAPauseIsHeardAgainAfterAFewPackets() {
    say(0, FRAME);
    for (int i = 0; i < 500; i++) {
      read();
    }
    heard.clear();
    for (int i = 1; i < 12; i++) {
      say(i * FRAME, FRAME);
      read();
    }
    assertThat(heard).contains((short) (5 * FRAME));
  }

  @Test
  void anotherSourceIsHeardWhateverItsTimestampsAre() {
    say(0, FRAME);
    read();
    say(SSRC + 1, 20_000, FRAME);
    read();
    read();
    assertThat(read()).isEqualTo(numbered(20_000));
  }

  @Test
  void aJumpAheadDoesNotWaitUntilItsTimeHasCome() {
    say(0, FRAME);
    read();
    say(25_000, FRAME);
    read();
    read();
    assertThat(read()).isEqualTo(numbered(25_000));
  }

  @Test
  void whoIsLateAgainAndAgainGetsMoreDelay() {
    say(0, FRAME);
    for (int i = 0; i < 5; i++) {
      read();
    }
    heard.clear();
    // each packet 60 ms after its time
    for (int i = 1; i < 20; i++) {
      say(i * FRAME, FRAME);
      read();
    }
    Short[] last = heard.subList(heard.size() - 5 * FRAME, heard.size()).toArray(Short[]::new);
    assertThat(Arrays.asList(last)).doesNotContain((short) 0);
  }
}
