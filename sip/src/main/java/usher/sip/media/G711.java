package usher.sip.media;

import usher.sip.sdp.Codec;

/**
 * ITU-T G.711: one byte a sample, about 13 bits of range. Segment and step by the book; tables for
 * the directions that a packet's path needs.
 */
public final class G711 {
  private static final int ULAW_BIAS = 0x84;
  private static final int ULAW_CLIP = 32_635;
  private static final int ALAW_INVERSION = 0x55;

  private static final short[] FROM_PCMU = new short[256];
  private static final short[] FROM_PCMA = new short[256];
  private static final byte[] PCMU_TO_PCMA = new byte[256];
  private static final byte[] PCMA_TO_PCMU = new byte[256];

  static {
    for (int code = 0; code < 256; code++) {
      FROM_PCMU[code] = expandULaw(code);
      FROM_PCMA[code] = expandALaw(code);
      PCMU_TO_PCMA[code] = compressALaw(FROM_PCMU[code]);
      PCMA_TO_PCMU[code] = compressULaw(FROM_PCMA[code]);
    }
  }

  private G711() {}

  /** The codes of linear samples. */
  public static byte[] encode(Codec codec, short[] samples) {
    var codes = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      codes[i] = encode(codec, samples[i]);
    }
    return codes;
  }

  /** The linear samples of codes. */
  public static short[] decode(Codec codec, byte[] codes) {
    var samples = new short[codes.length];
    for (int i = 0; i < codes.length; i++) {
      samples[i] = decode(codec, codes[i]);
    }
    return samples;
  }

  static byte encode(Codec codec, short sample) {
    return switch (codec) {
      case PCMU -> compressULaw(sample);
      case PCMA -> compressALaw(sample);
    };
  }

  static short decode(Codec codec, byte code) {
    return switch (codec) {
      case PCMU -> FROM_PCMU[code & 0xff];
      case PCMA -> FROM_PCMA[code & 0xff];
    };
  }

  /**
   * For each code of {@code from} the code of the other form that is nearest; not to be written to.
   */
  static byte[] conversion(Codec from) {
    return switch (from) {
      case PCMU -> PCMU_TO_PCMA;
      case PCMA -> PCMA_TO_PCMU;
    };
  }

  /** The code of silence. */
  static byte silence(Codec codec) {
    return encode(codec, (short) 0);
  }

  private static byte compressULaw(int sample) {
    int sign = sample < 0 ? 0x80 : 0;
    int magnitude = Math.min(Math.abs(sample), ULAW_CLIP) + ULAW_BIAS;
    int segment = 24 - Integer.numberOfLeadingZeros(magnitude);
    int step = (magnitude >> (segment + 3)) & 0x0f;
    return (byte) ~(sign | segment << 4 | step);
  }

  private static short expandULaw(int code) {
    int plain = ~code;
    int segment = (plain >> 4) & 0x07;
    int magnitude = ((((plain & 0x0f) << 3) + ULAW_BIAS) << segment) - ULAW_BIAS;
    return (short) ((plain & 0x80) != 0 ? -magnitude : magnitude);
  }

  private static byte compressALaw(int sample) {
    int sign = sample < 0 ? 0 : 0x80;
    // 13 bits; a negative sample is mirrored at -1/2, so that both halves have equal steps.
    int magnitude = (sample < 0 ? ~sample : sample) >> 3;
    int segment = Math.max(0, 27 - Integer.numberOfLeadingZeros(magnitude));
    int step = (magnitude >> Math.max(1, segment)) & 0x0f;
    return (byte) ((sign | segment << 4 | step) ^ ALAW_INVERSION);
  }

  private static short expandALaw(int code) {
    int plain = code ^ ALAW_INVERSION;
    int segment = (plain >> 4) & 0x07;
    int half = ((plain & 0x0f) << 4) + 8;
    int magnitude = segment == 0 ? half : (half + 0x100) << (segment - 1);
    return (short) ((plain & 0x80) != 0 ? magnitude : -magnitude);
  }
}
