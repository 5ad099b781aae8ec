package usher.sip.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import usher.sip.media.RtpPlayer.Audience;

class RtpPlayerTest {
  private final MockTicker clock = Ticker.newMockTicker();
  private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(clock).build();
  private final RtpPlayer player = new RtpPlayer(channel.eventLoop());

  @Test
  void everyFrameIsSentTwentyMillisecondsAfterTheOneBefore() {
    var listener = listener();
    passMs(1000);

    assertThat(listener.frames).hasSize(50).isEqualTo(consecutive(listener.frames.getFirst(), 50));
    assertThat(listener.sentAtMs).allMatch(ms -> ms % 20 == listener.sentAtMs.getFirst() % 20);
  }

  @Test
  void beingWokenLateDoesNotMoveTheNextFrame() {
    var listener = listener();
    passMs(100);
    clock.advanceMillis(53);
    channel.runScheduledPendingTasks();
    passMs(47);

    assertThat(listener.frames).isEqualTo(consecutive(listener.frames.getFirst(), 10));
    assertThat(listener.sentAtMs.getLast() % 20).isEqualTo(listener.sentAtMs.getFirst() % 20);
  }

  @Test
  void whatIsMuchTooLateIsLeftOut() {
    var listener = listener();
    passMs(100);
    long last = listener.frames.getLast();
    clock.advanceMillis(1000);
    channel.runScheduledPendingTasks();

    var afterwards = listener.frames.subList(5, listener.frames.size());
    assertThat(afterwards).hasSizeLessThanOrEqualTo(6);
    assertThat(afterwards.getLast() - last).isEqualTo(50);
    passMs(20);
    assertThat(listener.frames.getLast() - last).isEqualTo(51);
  }

  @Test
  void manyListenersAreSpreadOverTheTwentyMilliseconds() {
    var listeners = LongStream.range(0, 8).mapToObj(i -> listener()).toList();
    passMs(20);

    assertThat(listeners).allMatch(listener -> listener.frames.size() == 1);
    assertThat(listeners.stream().map(listener -> listener.sentAtMs.getFirst()).distinct())
        .hasSize(4);
  }

  @Test
  void whoHasHeardAllOrHasBeenTakenAwayHearsNoMoreAndTheTimerRests() {
    var three = new Listener(3);
    player.add(three);
    var taken = listener();
    passMs(40);
    player.remove(taken);
    passMs(200);

    assertThat(three.frames).hasSize(3);
    assertThat(taken.frames).hasSize(2);
    assertThat(channel.runScheduledPendingTasks()).as("no timer").isEqualTo(-1);
  }

  @Test
  void whatGoesWrongForOneIsNotHeardByTheOthers() {
    player.add(frame -> {
      throw new IllegalStateException("planted");
    });
    var other = listener();
    passMs(100);

    assertThat(other.frames).hasSize(5);
  }

  @Test
  void theTimerBeginsAgainForTheNextListener() {
    player.add(new Listener(1));
    passMs(5000);
    var next = listener();
    passMs(100);

    assertThat(next.frames).hasSize(5);
  }

  private Listener listener() {
    var listener = new Listener(Integer.MAX_VALUE);
    player.add(listener);
    return listener;
  }

  private void passMs(int ms) {
    for (int i = 0; i < ms; i++) {
      clock.advanceMillis(1);
      channel.runScheduledPendingTasks();
    }
  }

  private static List<Long> consecutive(long first, int count) {
    return LongStream.range(first, first + count).boxed().toList();
  }

  private final class Listener implements Audience {
    private final int most;
    private final List<Long> frames = new ArrayList<>();
    private final List<Long> sentAtMs = new ArrayList<>();

    Listener(int most) {
      this.most = most;
    }

    @Override
    public boolean playFrame(long frame) {
      frames.add(frame);
      sentAtMs.add((clock.nanoTime() - clock.initialNanoTime()) / 1_000_000);
      return frames.size() < most;
    }
  }
}
