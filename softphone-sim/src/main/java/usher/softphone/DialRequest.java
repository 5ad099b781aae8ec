package usher.softphone;

import java.util.List;
import usher.sip.dialog.OutgoingInvite.HeaderLine;

/**
 * What to dial.
 *
 * @param target a whole URI, or only its user part, which then is one of the phone's own domain
 * @param withOffer false to ask the other side for its offer
 * @param headers further header lines of the INVITE
 */
public record DialRequest(String target, boolean withOffer, List<HeaderLine> headers) {

  /** The usual call. */
  public static DialRequest to(String target) {
    return new DialRequest(target, true, List.of());
  }
}
