package usher.core.agent;

import java.util.function.Consumer;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.message.Status;
import usher.sip.message.TokenSource;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;
import usher.sip.transaction.Transactions;

/**
 * Asks by OPTIONS whether somebody is there who serves (RFC 3261 11): any answer says so but 408
 * and 503.
 */
public final class OptionsProbe implements ClientTransactionUser {
  private final Consumer<Boolean> told;

  private OptionsProbe(Consumer<Boolean> told) {
    this.told = told;
  }

  /**
   * Asks once.
   *
   * @param domain the centre's
   * @param told hears once whether somebody is there, within 32 s
   */
  public static void send(
      Transactions transactions,
      TokenSource tokens,
      String domain,
      Target target,
      Consumer<Boolean> told) {
    SipRequest options = options(tokens, domain, target);
    transactions.send(options, target.flow(), new OptionsProbe(told));
  }

  private static SipRequest options(TokenSource tokens, String domain, Target target) {
    SipWriter writer = SipWriter.request("OPTIONS", target.uri());
    target.routes().forEach(route -> writer.header(Header.ROUTE, route));
    return writer
        .header(Header.VIA, Transactions.via(target.flow(), tokens.branch()))
        .header(Header.MAX_FORWARDS, "70")
        .header(Header.FROM, "<sip:usher@" + domain + ">;tag=" + tokens.token())
        .header(Header.TO, "<" + target.uri() + ">")
        .header(Header.CALL_ID, tokens.token())
        .header(Header.CSEQ, "1 OPTIONS")
        .header(Header.CONTACT, "<" + target.flow().contactUri("usher") + ">")
        .toRequest();
  }

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (!response.isProvisional()) {
      told.accept(!Status.isUnserved(response.status()));
    }
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    told.accept(false);
  }

  @Override
  public void onTransportError(ClientTransaction transaction) {
    told.accept(false);
  }
}
