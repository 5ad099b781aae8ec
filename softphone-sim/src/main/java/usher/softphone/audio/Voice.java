package usher.softphone.audio;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import usher.sip.transaction.Timers;

/**
 * One end of a call's audio: it speaks silence, a packet of G.711 every 20 ms, and counts what it
 * hears.
 */
public final class Voice {
  private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int SAMPLES = 160;

  /** Of timestamps: 8,000 a second. */
  private static final long UNIT_NS = 125_000;

  private static final int HEADER = 12;
  private static final byte VERSION_2 = (byte) 0x80;

  /** Nothing, in G.711 mu-law. */
  private static final byte SILENCE = (byte) 0xFF;

  /** Who has said so many packets and heard none is deaf. */
  private static final int DEAF_AFTER = 50;

  /** Where packets leave, and come. */
  public interface Port {
    /** Where they are to be sent to. */
    int number();

    /** Sends a packet, whose bytes are the caller's again then. */
    void send(byte[] packet, InetSocketAddress to);

    void close();
  }

  private final Timers timers;
  private final AudioTally tally;
  private final int source;
  private final byte[] packet = new byte[HEADER + SAMPLES];
  private @Nullable Port port;
  private @Nullable InetSocketAddress to;
  private @Nullable Reception hearing;
  private Timers.@Nullable Timer next;
  private long beganNs;
  private long dueNs;
  private long sent;
  private boolean heardNothing = true;

  /**
   * It is mute until it has a port.
   *
   * @param source SSRC: no other voice has it
   */
  public Voice(Timers timers, AudioTally tally, int source) {
    this.timers = timers;
    this.tally = tally;
    this.source = source;
    Arrays.fill(packet, SILENCE);
  }

  /** It speaks and hears here from now on. */
  public void open(Port at) {
    port = at;
    tally.begins(this);
  }

  /** Where it hears; 0 where it is mute. */
  public int port() {
    return port == null ? 0 : port.number();
  }

  /** Speaks to them; null to be quiet. */
  public void speakTo(@Nullable InetSocketAddress them) {
    to = them;
    if (next == null && them != null && port != null) {
      dueNs = timers.nowNs();
      beganNs = sent == 0 ? dueNs : beganNs;
      speak();
    }
  }

  private void speak() {
    next = null;
    if (port != null && to != null) {
      ByteBuffer.wrap(packet)
          .put(VERSION_2)
          .put((byte) 0)
          .putShort((short) (source + sent))
          .putInt((int) ((dueNs - beganNs) / UNIT_NS))
          .putInt(source);
      port.send(packet, to);
      sent++;
      // A late packet does not make the next one late.
      dueNs += INTERVAL_NS;
      next = timers.schedule(Math.max(0, dueNs - timers.nowNs()), this::speak);
    }
  }

  /** A packet came. */
  public void heard(long nowNs, Packet heard) {
    heardNothing = false;
    if (hearing == null || !hearing.heard(nowNs, heard)) {
      hearing().ifPresent(tally::over);
      hearing = new Reception(nowNs, heard);
    }
  }

  /** The call is over. */
  public void close() {
    if (next != null) {
      next.cancel();
      next = null;
    }
    if (port != null) {
      port.close();
      port = null;
      hearing().ifPresent(tally::over);
      tally.ends(this);
    }
  }

  Optional<Reception> hearing() {
    return Optional.ofNullable(hearing);
  }

  long sent() {
    return sent;
  }

  boolean isDeaf() {
    return heardNothing && sent >= DEAF_AFTER;
  }
}
