package usher.core.call;

import java.util.List;
import java.util.stream.Stream;
import javax.sip.header.FromHeader;
import usher.core.agent.Target;
import usher.sip.dialog.OutgoingInvite;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipRequest;

/** What phones that are rung are told about the call. */
final class Invitations {
  private static final String ANONYMOUS = "<sip:anonymous@anonymous.invalid>";

  private Invitations() {}

  static OutgoingInvite of(ActiveCall call, Target target, byte[] offer, List<HeaderLine> headers) {
    return new OutgoingInvite(
        target.uri(),
        target.flow(),
        call.log().callerAddress(),
        "<" + target.uri() + ">",
        offer,
        Stream.concat(target.headers().stream(), headers.stream()).toList());
  }

  /** The caller's address for the agent's phone: who calls, without the caller's tag. */
  static String addressOf(SipRequest invite) {
    try {
      FromHeader from = invite.first(Header.FROM, FromHeader.class);
      return from == null ? ANONYMOUS : from.getAddress().toString();
    } catch (MalformedMessageException e) {
      return ANONYMOUS;
    }
  }
}
