package usher.sip.sdp;

/** Descriptions to test with. */
final class Sdp {
  /** As baresip offers. */
  static final String PHONE =
      """
      v=0
      o=- 3966 1 IN IP4 192.0.2.10
      s=-
      c=IN IP4 192.0.2.10
      t=0 0
      a=tool:baresip 3.16.0
      m=audio 28394 RTP/AVP 96 8 0 97 101
      b=AS:125
      a=rtpmap:96 opus/48000/2
      a=fmtp:96 stereo=1;sprop-stereo=1
      a=rtpmap:8 PCMA/8000
      a=rtpmap:0 PCMU/8000
      a=rtpmap:97 telephone-event/48000
      a=rtpmap:101 telephone-event/8000
      a=fmtp:101 0-15
      a=rtcp:28395
      a=sendrecv
      a=label:1
      a=ptime:20
      """;

  /** The offer of RFC 4475's short INVITE. */
  static final String BARE =
      """
      v=0
      o=mhandley 29739 7272939 IN IP4 192.0.2.3
      s=-
      c=IN IP4 192.0.2.4
      t=0 0
      m=audio 49217 RTP/AVP 0 12
      m=video 3227 RTP/AVP 31
      a=rtpmap:31 LPC
      """;

  private Sdp() {}

  static SessionDescription read(String text) {
    try {
      return SessionDescription.parse(text);
    } catch (SdpException e) {
      throw new AssertionError(e);
    }
  }

  /** What a description says of its audio. */
  static AudioStream audio(String text) {
    var audio = read(text).audio();
    if (audio == null) {
      throw new AssertionError("no audio");
    }
    return audio;
  }

  static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }
}
