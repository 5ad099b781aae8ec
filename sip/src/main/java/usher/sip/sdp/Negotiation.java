package usher.sip.sdp;

/** How an offer or an answer was taken. */
public sealed interface Negotiation {

  /**
   * There is a stream.
   *
   * @param local our side's description: the answer to send, or the offer that was answered
   * @param audio what both agreed on
   */
  record Agreed(SessionDescription local, NegotiatedAudio audio) implements Negotiation {}

  /**
   * Nothing in common: an offer is refused with 488, an answer ends the leg. A session agreed
   * before stands as it was.
   *
   * @param reason one plain sentence for a Warning header or a log
   */
  record NotAcceptable(String reason) implements Negotiation {}
}
