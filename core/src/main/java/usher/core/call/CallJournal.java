package usher.core.call;

import java.util.List;
import usher.routing.offer.OfferOutcome;

/**
 * What has to be kept before it is acted upon. Called on the call loop; when a method returns, the
 * fact is kept.
 */
public interface CallJournal {
  /** A call that the router took, and under which handle. */
  void entered(long callId, long routingId, CallLog log);

  /** An offer, before its INVITE is on the wire. */
  void offerMade(long callId, long offerId, int agent, int queue);

  /** Its end. */
  void offerEnded(long callId, long offerId, int agent, OfferOutcome outcome);

  /** A call that is sent outside of the centre, before its INVITE is on the wire. */
  void sentOutside(long callId, String target);

  /** From now on these hear each other: the caller, agents by name, others by their URI. */
  void conferring(long callId, List<String> parties);

  /** False while nothing can be kept (disk full): no new call is taken then. */
  boolean isAvailable();
}
