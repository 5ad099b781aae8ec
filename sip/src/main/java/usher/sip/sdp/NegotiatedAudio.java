package usher.sip.sdp;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one leg's offer and answer agreed on: all that the media plane needs to know of the far end.
 *
 * @param remoteRtp where the far end says it receives RTP; an address of zeros when it is held the
 *     old way
 * @param remoteRtcp where it says it receives RTCP
 * @param codec both ways the same
 * @param audio the codec's payload type numbers
 * @param telephoneEvent the numbers for RFC 4733 events; null when the far end does not take them
 * @param direction the flow seen from here
 * @param heldByRemote whether the far end asked not to hear us
 * @param security how packets are protected
 * @param ice the credentials of connectivity checks; null without any
 * @param rtcpMux whether RTCP goes to the RTP port, both ways
 */
public record NegotiatedAudio(
    InetSocketAddress remoteRtp,
    InetSocketAddress remoteRtcp,
    Codec codec,
    Numbers audio,
    @Nullable Numbers telephoneEvent,
    Direction direction,
    boolean heldByRemote,
    Security security,
    @Nullable IceAgreement ice,
    boolean rtcpMux) {

  /** Open RTP, with RTCP on a port of its own. */
  public NegotiatedAudio(
      InetSocketAddress remoteRtp,
      InetSocketAddress remoteRtcp,
      Codec codec,
      Numbers audio,
      @Nullable Numbers telephoneEvent,
      Direction direction,
      boolean heldByRemote) {
    this(
        remoteRtp,
        remoteRtcp,
        codec,
        audio,
        telephoneEvent,
        direction,
        heldByRemote,
        Security.NONE,
        null,
        false);
  }

  /**
   * A payload type's number in each way; they differ when the answerer numbered a dynamic type
   * anew.
   *
   * @param send what the far end expects to receive
   * @param receive what we said that we expect
   */
  public record Numbers(int send, int receive) {}
}
