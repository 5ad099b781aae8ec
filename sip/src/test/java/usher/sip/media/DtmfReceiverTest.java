package usher.sip.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class DtmfReceiverTest {
  private final DtmfReceiver receiver = new DtmfReceiver();
  private final StringBuilder heard = new StringBuilder();
  private int ssrc = 11;

  @Test
  void aPressToldInManyPacketsIsOnePress() {
    press('5', 1000, 160, 320, 480);
    end('5', 1000);
    end('5', 1000);
    end('5', 1000);

    assertThat(heard).hasToString("5");
  }

  @Test
  void theSameKeyPressedTwiceIsTwoPresses() {
    press('5', 1000, 160);
    end('5', 1000);
    press('5', 3000, 160);
    end('5', 3000);

    assertThat(heard).hasToString("55");
  }

  @Test
  void aPressOfWhichOnlyTheEndArrivesCounts() {
    end('#', 1000);
    end('#', 1000);

    assertThat(heard).hasToString("#");
  }

  @Test
  void aPressWhoseEndIsLostIsFollowedByTheNext() {
    press('1', 1000, 160);
    press('2', 3000, 160);

    assertThat(heard).hasToString("12");
  }

  @Test
  void aLateCopyOfThePressBeforeIsIgnored() {
    press('1', 1000, 160);
    press('2', 3000, 160);
    end('1', 1000);
    press('2', 3000, 320);

    assertThat(heard).hasToString("12");
  }

  @Test
  void aLongPressInSegmentsIsOnePress() {
    press('9', 1000, 65_000, 65_535);
    press('9', 1000 + 65_535, 160, 65_535);
    end('9', 1000 + 65_535);

    assertThat(heard).hasToString("9");
  }

  @Test
  void aPressExactlyThereAfterTheEndIsAnother() {
    press('9', 1000, 65_535);
    end('9', 1000);
    press('9', 1000, 160);
    press('9', 1000 + 65_535, 160);

    assertThat(heard).hasToString("99");
  }

  @Test
  void timestampsMayWrap() {
    press('1', -100, 160);
    press('2', 900, 160);

    assertThat(heard).hasToString("12");
  }

  @Test
  void aNewStreamMayBeginWithAnyTimestamp() {
    press('1', 50_000, 160);
    ssrc = 12;
    press('2', 10, 160);

    assertThat(heard).hasToString("12");
  }

  @Test
  void aFlashIsNoKey() {
    receive(new DtmfEvent(16, false, 10, 160), 1000);

    assertThat(heard).isEmpty();
  }

  @Test
  void anEventIsWrittenAndReadAlike() {
    var event = new DtmfEvent(DtmfEvent.eventOf('d'), true, 63, 65_535);
    var packet = Unpooled.buffer();
    event.write(packet);

    assertThat(packet.readableBytes()).isEqualTo(DtmfEvent.LENGTH);
    assertThat(DtmfEvent.read(packet, 0)).isEqualTo(event);
    assertThat(event.key()).isEqualTo('D');
    assertThatThrownBy(() -> DtmfEvent.eventOf('x')).hasMessageContaining("x");
  }

  private void press(char key, int timestamp, int... durations) {
    for (int duration : durations) {
      receive(new DtmfEvent(DtmfEvent.eventOf(key), false, 10, duration), timestamp);
    }
  }

  private void end(char key, int timestamp) {
    receive(new DtmfEvent(DtmfEvent.eventOf(key), true, 10, 800), timestamp);
  }

  private void receive(DtmfEvent event, int timestamp) {
    var key = receiver.receive(event, ssrc, timestamp);
    if (key != null) {
      heard.append(key);
    }
  }
}
