package usher.core.call;

import usher.sip.dialog.Dialog;
import usher.sip.message.SipRequest;
import usher.sip.transport.Flow;

/** Knows how calls come from outside of the centre and how they get there. Call loop. */
public interface OutsideLines {
  /** Whether a call that has just come may be taken; it counts from then on until it ends. */
  boolean admits(Dialog incoming);

  /** Who calls, as far as the line that the call came over may be believed. */
  CallerIdentity identify(SipRequest invite, Flow flow);

  /**
   * The ways to a place outside.
   *
   * @param place as the configuration writes it, such as {@code tel:+49301234} or a SIP URI
   */
  OutsideRoute route(String place, CallerIdentity caller);
}
