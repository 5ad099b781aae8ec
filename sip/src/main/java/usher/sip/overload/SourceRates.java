package usher.sip.overload;

import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * How much one source may ask for, each kind in a second.
 *
 * @param calls INVITEs outside of dialogs
 * @param registrations REGISTERs, and the SUBSCRIBEs of lamps, each
 * @param others OPTIONS and the like outside of dialogs
 * @param unlimited sources to which this does not apply
 */
public record SourceRates(
    int calls, int registrations, int others, Predicate<InetAddress> unlimited) {
  /** Nobody is limited. */
  public static final SourceRates NONE =
      new SourceRates(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, _ -> true);

  int of(Lane lane) {
    return switch (lane) {
      case CALL, EMERGENCY -> calls;
      case FIRST_REGISTER, REGISTER, SUBSCRIPTION -> registrations;
      case PROBE -> others;
      case RUNNING, ABSORBED -> Integer.MAX_VALUE;
    };
  }
}
