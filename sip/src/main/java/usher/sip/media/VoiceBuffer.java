package usher.sip.media;

import java.util.Arrays;

/**
 * What one party says, between its packets, which come when they like and are as long as their
 * sender likes, and the mixer, which takes 20 ms each 20 ms. A sample's place follows from its
 * timestamp alone, so losses, packets that overtake others, and pauses of a sender who does not
 * send silence (RFC 3551 4.1) leave silence where nothing was said.
 *
 * <pre>
 *   ... read already | --- delay --- | newest packet | ...
 *                    ^ readAt                            in units of 125 us
 * </pre>
 *
 * <p>The first packet is heard after the delay. Where packets come too late again and again the
 * place is chosen anew, with more delay; the same where they are too far ahead (another clock,
 * another call), and at once for another SSRC. Belongs to one thread.
 */
final class VoiceBuffer {
  /** What is read at once: 20 ms. */
  static final int FRAME = Playback.FRAME_SAMPLES;

  /** More than the longest packet and the longest delay. */
  private static final int CAPACITY = 8192;

  private static final int LEAST_DELAY = 2 * FRAME;
  private static final int MOST_DELAY = 8 * FRAME;

  /** So much more than the delay has piled up only if the sender's clock is faster, or jumped. */
  private static final int TOO_FAR_AHEAD = 8 * FRAME;

  /** Late packets in a row that are no accident. */
  private static final int TOO_OFTEN_LATE = 3;

  private final short[] ring = new short[CAPACITY];
  private boolean begun;
  private int ssrc;
  private int readAt;
  private int delay = LEAST_DELAY;
  private int late;

  /** Takes what a packet says. */
  void write(int source, int timestamp, short[] samples) {
    if (!begun || source != ssrc) {
      begin(source, timestamp);
    }
    int ahead = timestamp - readAt;
    late = ahead < 0 ? late + 1 : 0;
    if (late == TOO_OFTEN_LATE) {
      delay = Math.min(delay + FRAME, MOST_DELAY);
      begin(source, timestamp);
    } else if (ahead > delay + TOO_FAR_AHEAD || ahead < -CAPACITY) {
      begin(source, timestamp);
    }
    put(timestamp, samples);
  }

  private void begin(int source, int timestamp) {
    begun = true;
    ssrc = source;
    late = 0;
    readAt = timestamp - delay;
    Arrays.fill(ring, (short) 0);
  }

  private void put(int timestamp, short[] samples) {
    for (int i = Math.max(0, readAt - timestamp); i < samples.length; i++) {
      ring[place(timestamp + i)] = samples[i];
    }
  }

  private static int place(int timestamp) {
    return timestamp & (CAPACITY - 1);
  }

  /** Takes the next {@link #FRAME} out; silence where there is nothing. */
  void read(short[] frame) {
    for (int i = 0; i < FRAME; i++) {
      int place = place(readAt + i);
      frame[i] = ring[place];
      ring[place] = 0;
    }
    readAt += FRAME;
  }
}
