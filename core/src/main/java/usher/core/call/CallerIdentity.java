package usher.core.call;

import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.message.Header;

/**
 * Who calls.
 *
 * @param address what the call says itself, a name-addr without parameters
 * @param trunk the trunk that it came over, empty where none
 * @param trusted whether this trunk is believed
 * @param asserted who a trusted trunk says it is (RFC 3325), a name-addr; null where nobody says
 * @param number the user part of the asserted address; null where nobody asserts one
 * @param withheld whether the caller wants to stay unknown (RFC 3323)
 * @param history the values of History-Info (RFC 7044) of a trusted trunk, in their order
 * @param diversions those of Diversion (RFC 5806), the latest first
 * @param divertedFrom the user part of who was called before us, empty where nobody was
 */
public record CallerIdentity(
    String address,
    String trunk,
    boolean trusted,
    @Nullable String asserted,
    @Nullable String number,
    boolean withheld,
    List<String> history,
    List<String> diversions,
    String divertedFrom) {
  /** RFC 3323 4.1.1.3. */
  public static final String ANONYMOUS = "\"Anonymous\" <sip:anonymous@anonymous.invalid>";

  public CallerIdentity {
    history = List.copyOf(history);
    diversions = List.copyOf(diversions);
  }

  /** Somebody of whom nothing is known but what the call itself says. */
  public static CallerIdentity of(String address) {
    return new CallerIdentity(address, "", false, null, null, false, List.of(), List.of(), "");
  }

  /** Who calls, for somebody who need not be told. */
  public String shown() {
    return withheld ? ANONYMOUS : asserted == null ? address : asserted;
  }

  /** What an agent's phone is told besides (RFC 3325): nothing that the caller withholds. */
  List<HeaderLine> assertion() {
    return asserted == null || withheld
        ? List.of()
        : List.of(new HeaderLine(Header.P_ASSERTED_IDENTITY.text(), asserted));
  }
}
