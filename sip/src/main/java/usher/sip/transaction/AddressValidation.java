package usher.sip.transaction;

import java.net.InetAddress;
import java.util.function.Predicate;
import usher.sip.transport.Flow;

/** Who is known to receive what is sent to the address that his datagrams come from. */
final class AddressValidation {
  private final ValidatedAddresses validated = new ValidatedAddresses();
  private final Timers timers;
  private Predicate<InetAddress> configured = _ -> false;

  AddressValidation(Timers timers) {
    this.timers = timers;
  }

  /** Those for which this is true need not show it. */
  void configured(Predicate<InetAddress> known) {
    configured = known;
  }

  /**
   * What cannot be guessed, and was sent over this flow alone, has come back, be it from elsewhere.
   */
  void validate(Flow flow) {
    if (!flow.protocol().reliable()) {
      validated.add(flow.remote().getAddress(), timers.nowNs());
    }
  }

  /** A connection is one because its far end has answered. */
  boolean isValid(Flow flow) {
    InetAddress address = flow.remote().getAddress();
    return flow.protocol().reliable()
        || validated.include(address, timers.nowNs())
        || configured.test(address);
  }
}
