package usher.sip.media;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a frame each 20 ms to everybody on one media thread who is being played to, by one timer.
 * The listeners are spread over a few instants of the 20 ms, so that a thousand of them do not hold
 * up the packets being relayed. Deadlines are absolute: being woken late does not move the next
 * one.
 */
final class RtpPlayer {
  private static final Logger LOG = LoggerFactory.getLogger(RtpPlayer.class);

  static final long FRAME_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final int INSTANTS = 4;
  private static final long STEP_NS = FRAME_NS / INSTANTS;

  /** What is later than this is left out instead of being sent in a burst. */
  private static final long LATEST_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** One who is being played to. */
  interface Audience {

    /**
     * Sends a frame.
     *
     * @param frame counts the 20 ms; frames that were left out count too
     * @return whether there will be more
     */
    boolean playFrame(long frame);
  }

  private final EventLoop loop;
  private final List<List<Audience>> listeners = new ArrayList<>();
  private long step;
  private long deadlineNs;
  private boolean running;

  RtpPlayer(EventLoop loop) {
    this.loop = loop;
    for (int i = 0; i < INSTANTS; i++) {
      listeners.add(new ArrayList<>());
    }
  }

  void add(Audience audience) {
    listeners.stream().min(Comparator.comparingInt(List::size)).orElseThrow().add(audience);
    if (!running) {
      running = true;
      deadlineNs = loop.ticker().nanoTime() + STEP_NS;
      schedule(deadlineNs - STEP_NS);
    }
  }

  void remove(Audience audience) {
    listeners.forEach(group -> group.remove(audience));
  }

  private void schedule(long nowNs) {
    var _ = loop.schedule(this::run, deadlineNs - nowNs, TimeUnit.NANOSECONDS);
  }

  private void run() {
    long nowNs = loop.ticker().nanoTime();
    leaveOutWhatIsTooLate(nowNs);
    while (deadlineNs - nowNs <= 0) {
      play();
      deadlineNs += STEP_NS;
    }
    running = listeners.stream().anyMatch(group -> !group.isEmpty());
    if (running) {
      schedule(loop.ticker().nanoTime());
    }
  }

  private void leaveOutWhatIsTooLate(long nowNs) {
    long late = nowNs - deadlineNs - LATEST_NS;
    if (late > 0) {
      long steps = late / STEP_NS;
      step += steps;
      deadlineNs += steps * STEP_NS;
    }
  }

  private void play() {
    step++;
    long frame = step / INSTANTS;
    listeners.get((int) (step % INSTANTS)).removeIf(audience -> !play(audience, frame));
  }

  /** What goes wrong for one must not end the timer for all. */
  private static boolean play(Audience audience, long frame) {
    try {
      return audience.playFrame(frame);
    } catch (RuntimeException e) {
      LOG.error("playing to one leg ended", e);
      return false;
    }
  }
}
