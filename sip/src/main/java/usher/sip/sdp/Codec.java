package usher.sip.sdp;

/** The two forms of G.711, at 8000 samples a second, one byte a sample. */
public enum Codec {
  /** Mu-law, RFC 3551 static payload type 0. */
  PCMU(0),
  /** A-law, RFC 3551 static payload type 8. */
  PCMA(8);

  /** Samples and RTP timestamp units in a second. */
  public static final int CLOCK_RATE = 8000;

  private final int staticPayloadType;

  Codec(int staticPayloadType) {
    this.staticPayloadType = staticPayloadType;
  }

  /** The number RFC 3551 gives it. */
  public int staticPayloadType() {
    return staticPayloadType;
  }

  /** The other one. */
  public Codec other() {
    return this == PCMU ? PCMA : PCMU;
  }

  boolean is(PayloadType type) {
    return type.clockRate() == CLOCK_RATE && type.encoding().equalsIgnoreCase(name());
  }
}
