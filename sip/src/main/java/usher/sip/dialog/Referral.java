package usher.sip.dialog;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.message.Status;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;
import usher.sip.transaction.ServerTransaction;

/**
 * A REFER of the peer that was accepted: tells it how the other call fares (RFC 3515 2.4.4), unless
 * it does not want to know (RFC 4488).
 */
public final class Referral implements ClientTransactionUser {
  private static final String REFER_SUB = "Refer-Sub";
  private static final String ACTIVE = "active;expires=180";
  private static final String TERMINATED = "terminated;reason=noresource";

  private final Dialog dialog;
  private final long cseq;
  private final boolean silent;
  private boolean done;

  private Referral(Dialog dialog, SipRequest refer) {
    this.dialog = dialog;
    this.cseq = refer.cseq();
    this.silent =
        refer.headers(REFER_SUB).stream()
            .anyMatch(value -> value.strip().toLowerCase(Locale.ROOT).startsWith("false"));
  }

  /** Accepts with 202, or 200 where no subscription is wanted, and says that it is being tried. */
  static Referral accept(Dialog dialog, ServerTransaction refer) {
    Referral referral = new Referral(dialog, refer.request());
    SipWriter response = dialog.peer().response(refer, referral.silent ? 200 : 202);
    if (referral.silent) {
      response.header(REFER_SUB, "false");
    }
    refer.respond(response.toResponse());
    referral.notify(100, ACTIVE);
    return referral;
  }

  /** The other call got this provisional status. */
  public void progress(int status) {
    if (!done) {
      notify(status, ACTIVE);
    }
  }

  /** The other call got this final status; nothing more will be said. */
  public void done(int status) {
    if (!done) {
      done = true;
      notify(status, TERMINATED);
    }
  }

  private void notify(int status, String state) {
    if (silent || !dialog.isEstablished()) {
      return;
    }
    String fragment = "SIP/2.0 " + status + " " + Status.reason(status) + "\r\n";
    byte[] told = fragment.getBytes(StandardCharsets.US_ASCII);
    dialog.peer().send("NOTIFY", () -> write(state, told), this);
  }

  private SipWriter write(String state, byte[] told) {
    return dialog
        .peer()
        .nextRequest("NOTIFY")
        .header(Header.CONTACT, dialog.dialogs().contact(dialog.flow()))
        .header(Header.EVENT, "refer;id=" + cseq)
        .header(Header.SUBSCRIPTION_STATE, state)
        .header(Header.USER_AGENT, dialog.dialogs().product())
        .body("message/sipfrag;version=2.0", told);
  }

  /** RFC 6665 4.2.2: who does not want it, or is not there, is not told again. */
  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    done |= response.status() >= 300;
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    done = true;
  }

  @Override
  public void onTransportError(ClientTransaction transaction) {
    done = true;
  }
}
