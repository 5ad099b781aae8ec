package usher.perf.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.HdrHistogram.Histogram;

/** Hears what comes to all phones, on a thread of its own, and takes down how late it was. */
final class Ears implements Runnable {
  private static final long SELECT_MS = 100;
  private static final int DIGITS = 3;

  private final Selector selector;
  private final byte counted;
  private final ByteBuffer heard = ByteBuffer.allocateDirect(2 * Phone.PACKET_BYTES);

  /** Belongs to the thread until that has ended. */
  private final Histogram delaysUs = new Histogram(DIGITS);

  private volatile boolean running = true;

  /**
   * Hears.
   *
   * @param counted packets of this run count
   */
  Ears(Selector selector, byte counted) {
    this.selector = selector;
    this.counted = counted;
  }

  @Override
  public void run() {
    try {
      while (running) {
        selector.select(this::hear, SELECT_MS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void hear(SelectionKey key) {
    try {
      while (((DatagramChannel) key.channel()).read(heard.clear()) > 0) {
        if (Phone.run(heard) == counted) {
          delaysUs.recordValue(Math.max(0, System.nanoTime() - Phone.sentNs(heard)) / 1000);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stop() {
    running = false;
    selector.wakeup();
  }

  /** How long packets took from phone to phone; once the thread has ended. */
  Histogram delaysUs() {
    return delaysUs;
  }
}
