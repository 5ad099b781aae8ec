package usher.core.call;

import javax.sip.address.SipURI;
import javax.sip.header.FromHeader;
import org.jspecify.annotations.Nullable;
import usher.core.agent.AgentLocator;
import usher.routing.Router;
import usher.sip.dialog.Dialog;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipRequest;

/**
 * Tells agents from others who dial: who they are says their From, and that the call comes from
 * where that agent's phone has registered, which it could only with the agent's password.
 */
final class AgentPhones {
  private final Router router;
  private final AgentLocator locator;

  AgentPhones(Router router, AgentLocator locator) {
    this.router = router;
    this.locator = locator;
  }

  /** The agent who calls; {@link OutsideLeg#NOBODY} where it is none, or not from his phone. */
  int callerOf(Dialog dialog, SipRequest invite) {
    String name = nameIn(invite);
    int agent = name == null ? OutsideLeg.NOBODY : router.plan().agentIndex(name);
    boolean fromPhone =
        agent >= 0
            && locator.targets(agent).stream()
                .anyMatch(target -> target.flow().remote().equals(dialog.flow().remote()));
    return fromPhone ? agent : OutsideLeg.NOBODY;
  }

  private static @Nullable String nameIn(SipRequest invite) {
    try {
      FromHeader from = invite.first(Header.FROM, FromHeader.class);
      return from != null && from.getAddress().getURI() instanceof SipURI uri
          ? uri.getUser()
          : null;
    } catch (MalformedMessageException e) {
      return null;
    }
  }

  /** What was dialled, null where that is no SIP URI with a user. */
  static @Nullable SipURI dialled(SipRequest invite) {
    try {
      return invite.uri() instanceof SipURI uri && uri.getUser() != null ? uri : null;
    } catch (MalformedMessageException e) {
      return null;
    }
  }
}
