package usher.sip.media;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import usher.sip.sdp.Codec;

/**
 * Mixes on one media thread, by the player's timer. Legs of other threads give and get their sound
 * as tasks.
 */
final class RtpMixer implements RtpPlayer.Audience {
  /** Packets on their way from other threads; more mean that this one does not keep up. */
  private static final int MAX_CROSSING = 400;

  private final MediaThread thread;
  private final List<MixedVoice> voices = new ArrayList<>();
  private final int[] sum = new int[VoiceBuffer.FRAME];
  private final AtomicInteger crossing = new AtomicInteger();

  RtpMixer(MediaThread thread) {
    this.thread = thread;
  }

  // From the threads of the legs.

  /** Takes a leg in; what it says goes to what is returned. */
  MixedVoice enter(RtpLeg leg) {
    var voice = new MixedVoice(this, leg);
    thread.execute(() -> add(voice));
    return voice;
  }

  void leave(MixedVoice voice) {
    thread.execute(() -> remove(voice));
  }

  /**
   * Takes a packet of audio; the caller releases it.
   *
   * @return false when too many wait already
   */
  boolean says(MixedVoice voice, ByteBuf packet, Codec codec) {
    int ssrc = Rtp.ssrc(packet);
    int timestamp = Rtp.timestamp(packet);
    short[] samples = decode(packet, codec);
    if (voice.leg().thread() == thread) {
      voice.says(ssrc, timestamp, samples);
      return true;
    }
    if (crossing.get() >= MAX_CROSSING) {
      return false;
    }
    crossing.incrementAndGet();
    thread.execute(() -> {
      crossing.decrementAndGet();
      voice.says(ssrc, timestamp, samples);
    });
    return true;
  }

  private static short[] decode(ByteBuf packet, Codec codec) {
    int start = Rtp.payloadStart(packet);
    var codes = new byte[Rtp.payloadEnd(packet) - start];
    packet.getBytes(packet.readerIndex() + start, codes);
    return G711.decode(codec, codes);
  }

  // On its own thread.

  private void add(MixedVoice voice) {
    if (voices.isEmpty()) {
      thread.player().add(this);
    }
    voices.add(voice);
  }

  private void remove(MixedVoice voice) {
    if (voices.remove(voice) && voices.isEmpty()) {
      thread.player().remove(this);
    }
  }

  @Override
  public boolean playFrame(long frame) {
    Arrays.fill(sum, 0);
    voices.forEach(voice -> voice.addTo(sum));
    voices.forEach(voice -> tell(voice, voice.others(sum), frame));
    return true;
  }

  private void tell(MixedVoice voice, short[] samples, long frame) {
    var leg = voice.leg();
    if (leg.thread() == thread) {
      leg.sendMixed(voice, samples, frame);
    } else {
      leg.thread().execute(() -> leg.sendMixed(voice, samples, frame));
    }
  }
}
