package usher.core.call;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import usher.core.agent.Target;
import usher.sip.dialog.Dialog;
import usher.sip.sdp.AudioStream;
import usher.sip.sdp.SessionDescription;

/**
 * Where a phone is, for its audio.
 *
 * @param hears an address of the family in which it hears
 * @param speaks where its SIP comes from
 */
record FarEnd(InetAddress hears, InetAddress speaks) {

  /** One that is rung. */
  static FarEnd of(Target phone) {
    return new FarEnd(phone.host(), phone.host());
  }

  /**
   * One that called. The address of its offer need not be of the family in which it speaks SIP;
   * with ICE, or without an offer, it is heard where it is.
   */
  static FarEnd of(Dialog dialog, @Nullable SessionDescription offer) {
    AudioStream audio = offer == null ? null : offer.audio();
    InetSocketAddress rtp = audio == null || audio.transport().ice() != null ? null : audio.rtp();
    InetAddress speaks = dialog.flow().remote().getAddress();
    return new FarEnd(rtp == null ? speaks : rtp.getAddress(), speaks);
  }

  /** Whether its phone and one there can hear each other directly. */
  boolean reaches(InetAddress other) {
    return hears.getClass() == other.getClass();
  }
}
