package usher.core.trunk;

import java.util.List;
import usher.core.call.CallerIdentity;
import usher.core.config.TrunkConfig;
import usher.core.config.TrunkConfig.Register;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.message.Header;

/**
 * Who calls, as a trunk is told.
 *
 * @param from a name-addr without a tag
 * @param headers what says more
 */
record CallerShown(String from, List<HeaderLine> headers) {

  /**
   * A trusted trunk gets what is known, and the wish for privacy with it (RFC 3325 9.3). Any other
   * gets nothing that the caller does not want to be known, and where it knows us by an address of
   * our own, that address.
   */
  static CallerShown to(TrunkConfig trunk, CallerIdentity caller) {
    String shown = caller.shown();
    if (trunk.trusted()) {
      return new CallerShown(shown, trusted(caller));
    }
    Register register = trunk.register();
    return new CallerShown(
        register == null || caller.withheld() ? shown : "<" + register.address() + ">", List.of());
  }

  private static List<HeaderLine> trusted(CallerIdentity caller) {
    String asserted = caller.asserted();
    if (asserted == null) {
      return List.of();
    }
    HeaderLine identity = new HeaderLine(Header.P_ASSERTED_IDENTITY.text(), asserted);
    return caller.withheld()
        ? List.of(identity, new HeaderLine(Header.PRIVACY.text(), "id"))
        : List.of(identity);
  }
}
