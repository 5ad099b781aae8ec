package usher.softphone.audio;

import java.util.LinkedHashSet;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** Counts the audio of many calls. Belongs to one thread. */
public final class AudioTally {
  private final Histogram jitterUs = AudioTotals.none().jitterUs();
  private final Set<Voice> speaking = new LinkedHashSet<>();
  private long calls;
  private long deaf;
  private long sent;
  private long expected;
  private long received;
  private long late;

  void begins(Voice voice) {
    calls++;
    speaking.add(voice);
  }

  void ends(Voice voice) {
    if (speaking.remove(voice)) {
      sent += voice.sent();
      deaf += voice.isDeaf() ? 1 : 0;
    }
  }

  /** A source is not heard any more. */
  void over(Reception source) {
    expected += source.expected();
    received += source.received();
    late += source.late();
    jitterUs.recordValue(source.jitterUs());
  }

  /** As it is now, calls that are not over included. */
  public AudioTotals totals() {
    AudioTally all = new AudioTally();
    all.jitterUs.add(jitterUs);
    all.expected = expected;
    all.received = received;
    all.late = late;
    long sentSoFar = sent;
    for (Voice voice : speaking) {
      sentSoFar += voice.sent();
      voice.hearing().ifPresent(all::over);
    }
    return new AudioTotals(
        calls, deaf, sentSoFar, all.expected, all.received, all.late, all.jitterUs);
  }
}
