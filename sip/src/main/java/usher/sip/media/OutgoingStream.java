package usher.sip.media;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one far end hears, as a single RTP stream whatever feeds it: music, then an agent, then
 * music again. Each source keeps its own spacing and losses; its sequence numbers and timestamps
 * are shifted to follow on from what was sent before, and the first packet of a new source has the
 * marker bit. A phone then never sees the SSRC change in mid-call, which some take for another
 * call's audio, and an injected packet can not change it. Costs a few additions and three stores a
 * packet.
 */
final class OutgoingStream {
  /** RFC 3550 A.1 MAX_MISORDER: a packet that is older than this has begun its numbering anew. */
  private static final int MAX_MISORDER = 100;

  /** RFC 3550 A.1 MAX_DROPOUT: a gap that is longer is no gap. */
  private static final int MAX_DROPOUT = 3000;

  /** 20 ms, the least distance between the last frame of one source and the first of the next. */
  private static final int FRAME_UNITS = 160;

  private static final long UNIT_NS = TimeUnit.SECONDS.toNanos(1) / 8000;

  private final int ssrc;

  /** The highest sequence number sent, with its cycles above 16 bits. */
  private int sequence;

  private int timestamp;
  private long timestampNs;
  private boolean begun;

  private @Nullable AudioSource source;
  private int sourceSsrc;
  private int sourceSequence;
  private int sequenceBefore;
  private int sequenceShift;
  private int timestampShift;

  /** A stream that has sent nothing yet; the arguments are random, as RFC 3550 5.1 asks. */
  OutgoingStream(int ssrc, short sequence, int timestamp) {
    this.ssrc = ssrc;
    this.sequence = Short.toUnsignedInt(sequence);
    this.timestamp = timestamp;
  }

  /**
   * Gives a packet of {@code from} its place in this stream.
   *
   * @return false when it may not be sent: a packet of the source before is in its place already
   */
  boolean place(ByteBuf packet, AudioSource from, long nowNs) {
    if (isNewSource(packet, from)) {
      begin(packet, from, nowNs);
    }
    int step = step(packet);
    int placed = sequence + step;
    if (placed - sequenceBefore <= 0) {
      return false;
    }
    int placedTimestamp = Rtp.timestamp(packet) + timestampShift;
    if (step > 0) {
      advance(Rtp.sequence(packet), placed, placedTimestamp, nowNs);
    }
    Rtp.place(packet, placed, placedTimestamp, ssrc);
    return true;
  }

  private boolean isNewSource(ByteBuf packet, AudioSource from) {
    if (from != source || Rtp.ssrc(packet) != sourceSsrc) {
      return true;
    }
    int step = step(packet);
    return step < -MAX_MISORDER || step > MAX_DROPOUT;
  }

  /** How far the packet is ahead of the newest of its source; negative when overtaken. */
  private int step(ByteBuf packet) {
    return (short) (Rtp.sequence(packet) - sourceSequence);
  }

  private void begin(ByteBuf packet, AudioSource from, long nowNs) {
    long gap = begun ? Math.max((nowNs - timestampNs) / UNIT_NS, FRAME_UNITS) : 0;
    source = from;
    sourceSsrc = Rtp.ssrc(packet);
    sourceSequence = Rtp.sequence(packet) - 1;
    sequenceBefore = sequence;
    sequenceShift = sequence - sourceSequence;
    timestamp += (int) gap;
    timestampNs = nowNs;
    timestampShift = timestamp - Rtp.timestamp(packet);
    begun = true;
    Rtp.mark(packet);
  }

  /** The time is that of the newest timestamp: the packets of one telephone-event share theirs. */
  private void advance(int newest, int placed, int placedTimestamp, long nowNs) {
    sourceSequence = newest;
    sequence = placed;
    if (placedTimestamp != timestamp) {
      timestamp = placedTimestamp;
      timestampNs = nowNs;
    }
  }

  int ssrc() {
    return ssrc;
  }

  /** The SSRC that the present source gave its packets. */
  int sourceSsrc() {
    return sourceSsrc;
  }

  /** Whether the newest packet came from there. */
  boolean isFedBy(AudioSource from) {
    return source == from;
  }

  /** A timestamp of the present source as it is in this stream. */
  int placedTimestamp(int sourceTimestamp) {
    return sourceTimestamp + timestampShift;
  }

  /** An extended sequence number of this stream as the present source counts. */
  int sourceSequence(int placedSequence) {
    return placedSequence - sequenceShift;
  }
}
