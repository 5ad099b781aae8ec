package usher.core.call;

import org.jspecify.annotations.Nullable;
import usher.sip.message.SipRequest;
import usher.sip.transport.Flow;

/** Says where a new call goes. Called on the call loop; fast, and never waits. */
public interface Entrance {

  /** What becomes of a call. */
  sealed interface Admission {
    /** No entry is for it. */
    record Unknown() implements Admission {}

    /** An entry, or closed doors, turn it away. */
    record Refused(int status) implements Admission {}

    /** It may wait. */
    record Admitted(CallQueue queue, Ticket ticket) implements Admission {}
  }

  /**
   * Decides.
   *
   * @param flow over which the call came
   * @param caller who calls
   * @param epochMs when
   */
  Admission admit(SipRequest invite, Flow flow, CallerIdentity caller, long epochMs);

  /** What a call has to know of a queue that it is moved to; null for one that is not there. */
  @Nullable CallQueue queue(String name);

  /** The host part of the addresses that are the centre's own. */
  String domain();

  /** What is dialled so, null where it is no code. */
  @Nullable DeskCode code(String dialled);

  /** What agents may do with a call that they pass on. */
  TransferRules transfers();
}
